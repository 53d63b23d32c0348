/** A mail client sends 26 characters, a form less. */
const LONGEST_BODY = 8 * 1024;

/**
 * What is asked for by a request to a link that stops emails: the one-click body of RFC 8058, which mail clients send
 * as either form type, or a button of the page.
 * @returns null for anything else, which then must change nothing
 */
export async function askedFor(request: Request): Promise<'unsubscribe' | 'resubscribe' | null> {
  const form = await readForm(request);
  if (form === null) return null;
  if (form.get('List-Unsubscribe') === 'One-Click') return 'unsubscribe';
  const action = form.get('action');
  return action === 'unsubscribe' || action === 'resubscribe' ? action : null;
}

async function readForm(request: Request): Promise<FormData | null> {
  const parts: Uint8Array[] = [];
  const reader = request.body?.getReader();
  for (let size = 0; ; ) {
    const { value } = (await reader?.read()) ?? {};
    if (value === undefined) break;
    size += value.byteLength;
    if (size > LONGEST_BODY) return null;
    parts.push(value);
  }
  try {
    const headers = { 'content-type': request.headers.get('content-type') ?? '' };
    return await new Response(Buffer.concat(parts), { headers }).formData();
  } catch {
    // Neither of the two form types, or malformed.
    return null;
  }
}
