// What people do while emails wait.
import type { Database } from './database.ts';
import type { Email } from './practices.ts';

interface Effect {
  /** The failures that say so; none for what does not make an email unwanted. */
  failures: string[];
  /** Which emails it concerns: this one, its person's in this practice, or all to its address. */
  concerns: 'email' | 'person';
  sql: string;
  values: (email: Email) => unknown[];
}

const person = ({ userId, organisationId }: Email) => [userId, organisationId];

const EFFECTS = {
  'switches email off': {
    failures: ['email_off'],
    concerns: 'person',
    sql: `insert into public.notification_preferences (user_id, organisation_id, category, in_app, email, frequency)
      select $1, $2, $3::public.notification_category, true, false, 'IMMEDIATE'
      where exists (select from public.organisation_members where user_id = $1 and organisation_id = $2)
      on conflict on constraint notification_preferences_pkey do update set email = false`,
    values: (email) => [...person(email), email.category],
  },
  'wants none': {
    failures: ['frequency_none', 'email_off'],
    concerns: 'person',
    sql: `insert into public.notification_preferences (user_id, organisation_id, category, in_app, email, frequency)
      select $1, $2, $3::public.notification_category, true, true, 'NONE'
      where exists (select from public.organisation_members where user_id = $1 and organisation_id = $2)
      on conflict on constraint notification_preferences_pkey do update set frequency = 'NONE'`,
    values: (email) => [...person(email), email.category],
  },
  leaves: {
    failures: ['not_a_member'],
    concerns: 'person',
    sql: 'delete from public.organisation_members where user_id = $1 and organisation_id = $2',
    values: person,
  },
  bounces: {
    failures: ['suppressed'],
    concerns: 'person',
    sql: `select notify.suppress_address($1, 'bounce', 'mailbox unavailable')`,
    values: ({ address }) => [address],
  },
  'loses the address': {
    failures: ['no_confirmed_address'],
    concerns: 'person',
    sql: 'update auth.users set email_confirmed_at = null where id = $1',
    values: ({ userId }) => [userId],
  },
  reads: {
    failures: ['already_read'],
    concerns: 'email',
    sql: `update public.notifications set is_read = true where event_id = $1`,
    values: ({ eventId }) => [eventId],
  },
  mutes: {
    failures: ['muted'],
    concerns: 'email',
    sql: `insert into public.notification_mutes (user_id, organisation_id, entity_type, entity_id)
      select $1, $2, 'invoice', $3
      where exists (select from public.organisation_members where user_id = $1 and organisation_id = $2)
      on conflict do nothing`,
    values: (email) => [...person(email), email.entityId],
  },
  'is retracted': {
    failures: ['retracted'],
    concerns: 'email',
    sql: `select public.retract_notification($1, 'Saisie par erreur')`,
    values: ({ eventId }) => [eventId],
  },
  'deletes the account': {
    failures: [],
    concerns: 'person',
    sql: 'delete from auth.users where id = $1',
    values: ({ userId }) => [userId],
  },
} satisfies Record<string, Effect>;

export const DEEDS = [
  ...(Object.keys(EFFECTS) as (keyof typeof EFFECTS)[]),
  'admin cancels',
  'admin retries',
] as const;
export type Deed = (typeof DEEDS)[number];

/** What a test has to know of one email. */
export interface Fate {
  email: Email;
  /** Copies that the provider may have at most. */
  allowed: number;
  /** Copies that it had when the email was last queued. */
  before: number;
  /** Failures that would be right: it was unwanted at a time when no batch held it, or would be if it were queued anew. */
  unwanted: Set<string>;
}

interface Row {
  id: string;
  failure: string | null;
  is_free: boolean;
}

/** Does it, and writes down what that means for the emails. */
export async function perform(
  deed: Deed,
  subject: Email,
  { owner }: Database,
  fates: Map<string, Fate>,
  copies: Map<string, number>,
): Promise<void> {
  const rowsOf = async (ids: string[]): Promise<Row[]> => {
    const { rows } = await owner.query<Row>({
      name: 'rows',
      text: `select id, failure, status = 'PENDING' and batch_id is null as is_free from public.email_outbox where id = any ($1)`,
      values: [ids],
    });
    return rows;
  };
  if (deed === 'admin cancels' || deed === 'admin retries') {
    // One, and whatever else this person was to get.
    const ids = [...fates.values()]
      .filter(({ email }) => email.userId === subject.userId)
      .map(({ email }) => email.id);
    const before = new Map((await rowsOf(ids)).map(({ id, failure }) => [id, failure]));
    await owner.query(`select public.${deed === 'admin cancels' ? 'cancel' : 'retry'}_emails($1)`, [ids]);
    for (const row of await rowsOf(ids)) {
      const fate = fates.get(row.id);
      const had = before.get(row.id) ?? null;
      if (!fate || row.failure === had) continue;
      const kept = copies.get(row.id) ?? 0;
      if (row.failure === 'cancelled') {
        fate.allowed = kept;
        fate.unwanted.add('cancelled');
      } else {
        fate.unwanted.delete('cancelled');
        fate.before = kept;
        // Of doubt a person decides: the copy that may be under way can arrive, and another.
        const isDoubtful = had === 'outcome_unknown' || had === 'gave_up';
        fate.allowed = (isDoubtful ? fate.allowed : kept) + (fate.unwanted.size === 0 ? 1 : 0);
      }
    }
    return;
  }
  const effect: Effect = EFFECTS[deed];
  await owner.query({ name: deed, text: effect.sql, values: effect.values(subject) });
  const concerned = [...fates.values()].filter(({ email }) =>
    effect.concerns === 'email' ? email.id === subject.id : email.userId === subject.userId,
  );
  const rows = new Map((await rowsOf(concerned.map(({ email }) => email.id))).map((row) => [row.id, row]));
  for (const fate of concerned) {
    for (const failure of effect.failures) fate.unwanted.add(failure);
    if (rows.get(fate.email.id)?.is_free) fate.allowed = copies.get(fate.email.id) ?? 0;
  }
}
