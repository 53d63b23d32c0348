import { expect } from '@playwright/test';
import { service } from './people.ts';
import { stack } from './stack.ts';

export interface Message {
  id: string;
  to: string | string[];
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  createdAt: string;
}

/** Waits until nothing waits to be sent but what waits for the end of somebody's quiet hours. */
export async function mailHasLeft(): Promise<void> {
  const waiting = () =>
    service
      .from('email_outbox')
      .select('id', { count: 'exact', head: true })
      .eq('status', 'PENDING')
      .lte('send_after', new Date().toISOString());
  await expect.poll(async () => (await waiting()).count, { timeout: 30_000 }).toBe(0);
}

/** Empties the mail server, once what earlier stories wrote has left: a late email would be taken for this story's. */
export async function clearMail(): Promise<void> {
  await mailHasLeft();
  const answer = await fetch(`${stack.MAIL_URL}/api/messages`, { method: 'DELETE' });
  if (!answer.ok) throw new Error(`mail server: ${answer.status}`);
}

/** What someone has received since the last `clearMail`, newest first. */
export async function inbox(email: string): Promise<Message[]> {
  const answer = await fetch(`${stack.MAIL_URL}/api/messages`);
  const messages = (await answer.json()) as Message[];
  return messages.filter(({ to }) => [to].flat().includes(email));
}

/** Waits until someone has received exactly one message. */
export async function onlyMessage(email: string): Promise<Message> {
  await expect.poll(async () => (await inbox(email)).length, { timeout: 20_000 }).toBe(1);
  const [message] = await inbox(email);
  if (!message) throw new Error('the message has gone');
  return message;
}

/** The button's address in an email. */
export function linkIn(message: Message): string {
  const link = /href="([^"]*\/l\/[^"]+)"/.exec(message.html)?.[1];
  if (!link) throw new Error('the email has no signed link');
  return link;
}

/** The address that a mail client calls when its user stops these emails (RFC 8058). */
export function unsubscribeAddressOf({ headers }: Message): string {
  const address = /^<([^>]+)>$/.exec(headers['List-Unsubscribe'] ?? '')?.[1];
  if (!address) throw new Error('the email has no List-Unsubscribe');
  return address;
}

/** Has the mail server tell what became of the newest email to someone, and waits until it was heard. */
export async function tellOfMailTo(email: string, type: `email.${string}`): Promise<void> {
  const answer = await fetch(`${stack.MAIL_URL}/api/webhooks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type, to: email }),
  });
  const sent = (await answer.json()) as { state?: string };
  if (sent.state !== 'accepted') throw new Error(`webhook ${type}: ${answer.status} ${JSON.stringify(sent)}`);
}

/** Makes the mail server refuse what is sent to someone, as the provider refuses an email that it calls invalid. */
export async function refuseMailTo(email: string): Promise<void> {
  const answer = await fetch(`${stack.MAIL_URL}/api/failures`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mode: 'invalid', status: 422, matching: email }),
  });
  if (!answer.ok) throw new Error(`mail server: ${answer.status}`);
}

export async function acceptMail(): Promise<void> {
  await fetch(`${stack.MAIL_URL}/api/failures`, { method: 'DELETE' });
}
