/**
 * The body of a request as it was sent, byte for byte: what a signature was made of. Null when it is longer than
 * `limit` bytes; what is beyond is not read.
 */
export async function readBody(request: Request, limit: number): Promise<string | null> {
  if (Number(request.headers.get('content-length')) > limit) {
    await request.body?.cancel();
    return null;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  // The header is only what the sender says of itself. Leaving the loop cancels the rest.
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > limit) return null;
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
