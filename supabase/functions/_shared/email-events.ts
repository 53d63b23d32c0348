import postgres from 'postgres';
import type { EmailEvent } from './channels/resend-event.ts';

/** `duplicate`: this message was recorded before. `ignored`: it is about no email of ours. */
export type Recorded = 'recorded' | 'duplicate' | 'ignored';

/** What became of emails after they were sent, in the database. */
export interface EmailEvents {
  /** @param messageId the same at every delivery of one webhook */
  record(messageId: string, event: EmailEvent): Promise<Recorded>;
  close(): Promise<void>;
}

/**
 * @param databaseUrl role `postgres`; the functions of schema `notify` are granted to nobody else
 */
export function connectEmailEvents(databaseUrl: string): EmailEvents {
  // Webhooks come in swarms after a large sending: they share few connections, which end when it is over.
  const sql = postgres(databaseUrl, {
    max: 2,
    idle_timeout: 20,
    prepare: false,
    connect_timeout: 10,
    onnotice: () => {},
  });
  return {
    async record(messageId, event) {
      const [row] = await sql<[{ recorded: Recorded }]>`
        select notify.record_email_event(${messageId}, ${sql.json({ ...event })}) as recorded
      `;
      return row.recorded;
    },
    close: () => sql.end({ timeout: 5 }),
  };
}
