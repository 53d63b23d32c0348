import { addressOf } from '../email.ts';
import type { EventType } from './event.ts';

const DELIVERED: readonly EventType[] = ['email.sent', 'email.delivered'];

/** What becomes of an email to Resend's test addresses, by their local part. */
const OUTCOMES = new Map<string, readonly EventType[]>([
  ['bounced', ['email.sent', 'email.bounced']],
  ['complained', ['email.sent', 'email.delivered', 'email.complained']],
  ['delayed', ['email.sent', 'email.delivery_delayed']],
  ['suppressed', ['email.suppressed']],
]);

/**
 * What becomes of an email, event by event.
 * @param recipients as the email has them; the first test address among them decides
 * @param domains where the test addresses are, besides resend.dev
 */
export function outcomeOf(recipients: readonly string[], domains: readonly string[]): readonly EventType[] {
  for (const recipient of recipients) {
    const [local = '', domain = ''] = addressOf(recipient)?.split('@') ?? [];
    if (domain !== 'resend.dev' && !domains.includes(domain)) continue;
    const outcome = OUTCOMES.get(local.split('+')[0] ?? '');
    if (outcome) return outcome;
  }
  return DELIVERED;
}
