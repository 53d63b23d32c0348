import { Resend } from 'resend';

export type Verdict =
  | { readonly verified: true; readonly messageId: string; readonly sentAt: Date; readonly payload: unknown }
  | { readonly verified: false; readonly reason: string };

// Verifying asks nothing of Resend, but its client wants a key.
const { webhooks } = new Resend('re_not_used');

/**
 * Whether Resend signed these bytes, with one of the secrets and within the last five minutes.
 *
 * @throws SyntaxError what is signed is not JSON
 */
export function verifyWebhook(body: string, headers: Headers, secrets: readonly string[]): Verdict {
  const id = headers.get('svix-id') ?? '';
  const timestamp = headers.get('svix-timestamp') ?? '';
  const signature = headers.get('svix-signature') ?? '';
  let reason = 'no secret';
  for (const webhookSecret of secrets) {
    try {
      const payload: unknown = webhooks.verify({
        payload: body,
        headers: { id, timestamp, signature },
        webhookSecret,
      });
      return {
        verified: true,
        messageId: id,
        sentAt: new Date(Number.parseInt(timestamp, 10) * 1000),
        payload,
      };
    } catch (error) {
      // Thrown after the signature was found good.
      if (error instanceof SyntaxError) throw error;
      reason = error instanceof Error ? error.message : String(error);
    }
  }
  return { verified: false, reason };
}
