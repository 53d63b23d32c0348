import { setTimeout as pause } from 'node:timers/promises';
import type { Addresses } from '@cassius/dev-stack/src/state.ts';
import type pg from 'pg';

/** How long after an alert its emails are asked after: the answer must not stand in their way. */
const FIRST_LOOK_MS = 2000;
const NEXT_LOOK_MS = 500;

/** Tells the provider's stand-in not to report what becomes of emails: that is another path. */
export async function silenceReports({ MAIL_URL }: Addresses): Promise<void> {
  const response = await fetch(`${MAIL_URL}/api/webhooks/settings`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ automatic: false }),
  });
  if (!response.ok) throw new Error(`mail server: ${response.status} ${await response.text()}`);
}

/**
 * When the provider accepted the last email about an implant, by its own clock; milliseconds since 1970.
 * @param giveUp null is returned when this fires first
 */
export async function acceptedAt(
  pool: pg.Pool,
  { MAIL_URL }: Addresses,
  about: { organisationId: string; implantId: string; emails: number },
  giveUp: AbortSignal,
): Promise<number | null> {
  for (let wait = FIRST_LOOK_MS; !giveUp.aborted; wait = NEXT_LOOK_MS) {
    // Ends early, with an error, when it is given up: the last look is taken then.
    await pause(wait, undefined, { signal: giveUp }).catch(() => {});
    const { rows } = await pool.query<{ id: string }>(
      `select email.provider_message_id as id
       from public.notification_events as event
       join public.email_outbox as email on email.event_id = event.id
       where event.entity_id = $1 and event.organisation_id = $2 and email.organisation_id = $2 and email.status = 'SENT'`,
      [about.implantId, about.organisationId],
    );
    if (rows.length < about.emails) continue;
    const messages = await Promise.all(
      rows.map(async ({ id }) => {
        const response = await fetch(`${MAIL_URL}/api/messages/${id}`);
        if (!response.ok) throw new Error(`mail server: ${response.status} for message ${id}`);
        return (await response.json()) as { createdAt: string };
      }),
    );
    return Math.max(...messages.map(({ createdAt }) => Date.parse(createdAt)));
  }
  return null;
}
