import type pg from 'pg';
import { createTenants, queueEmails, requireAllSent, untilSettled } from './backlog.ts';
import type { Senders } from './functions.ts';
import { type Ground, requireOnce } from './measure.ts';
import type { InstantProvider } from './provider.ts';

/** How long the emails of some tenants waited, in seconds from the start of the drain. */
export interface Waits {
  emails: number;
  tenants: number;
  first: number;
  median: number;
  p95: number;
  last: number;
}

export interface LargeTenant {
  large: Waits;
  others: Waits;
  /** Emails a second while each tenth of all left, the first tenth first. */
  rates: number[];
}

interface Backlog {
  client: pg.Client;
  senders: Senders;
  /** Theirs, which is instant. */
  provider: InstantProvider;
  emails: number;
}

/** How often a long drain tells how far it is, in milliseconds. */
const TOLD_EVERY_MS = 30_000;
/** Of a hundred emails, 99 are of the large tenant: it has as many people, and the others between them have one email for each of its own. */
const LARGE = 99;
/** Others at most, of ten people each. */
const OTHERS = 100;
const PEOPLE = 10;

/** A backlog of which one tenant owns 99 %, all of it older than what the others wait for; one worker, instant provider. */
export async function measureLargeTenant(
  { admin, context }: Ground,
  { client, senders, provider, emails }: Backlog,
): Promise<LargeTenant> {
  const { signal, progress, say } = context;
  const small = emails / (LARGE + 1);
  // Fewer where there are not emails enough for them.
  const others = await createTenants(client, Math.min(OTHERS, small / PEOPLE), PEOPLE);
  const [large] = await createTenants(client, 1, LARGE);
  if (!large) throw new Error('there is no large tenant');
  const drain = () => untilSettled(admin, signal, (isOver) => senders.drive(1, isOver));
  await drain();
  await progress.step(`backlog of ${emails} emails`, async () => {
    await queueEmails(admin, [large], { emails: small, age: 3600 });
    await queueEmails(admin, others, { emails: small / others.length / PEOPLE });
  });
  const { rows } = await admin.query<{ start: string }>('select clock_timestamp()::text as start');
  const start = rows[0]?.start ?? '';
  await progress.step(`drain of ${emails} emails`, async () => {
    const before = provider.taken();
    const telling = setInterval(() => say(`    ${provider.taken() - before} have left`), TOLD_EVERY_MS);
    try {
      await requireOnce(provider, emails, drain);
    } finally {
      clearInterval(telling);
    }
  });
  await requireAllSent(admin);
  return {
    large: await waitsOf(admin, start, 'organisation_id = $2', large.organisationId),
    others: await waitsOf(admin, start, 'organisation_id <> $2', large.organisationId),
    rates: await ratesSince(admin, start),
  };
}

async function waitsOf(admin: pg.Client, start: string, whose: string, large: string): Promise<Waits> {
  const { rows } = await admin.query<Waits>(
    `select
       count(*)::int as emails, count(distinct organisation_id)::int as tenants, min(wait) as first,
       percentile_cont(0.5) within group (order by wait) as median,
       percentile_cont(0.95) within group (order by wait) as p95, max(wait) as last
     from (
       select organisation_id, extract(epoch from sent_at - $1::timestamptz)::float8 as wait
       from public.email_outbox where sent_at > $1::timestamptz and ${whose}
     ) as sent`,
    [start, large],
  );
  return rows[0] as Waits;
}

async function ratesSince(admin: pg.Client, start: string): Promise<number[]> {
  const { rows } = await admin.query<{ emails: number; seconds: number }>(
    `select count(*)::int as emails, extract(epoch from max(sent_at))::float8 as seconds
     from (
       select sent_at, ntile(10) over (order by sent_at) as tenth
       from public.email_outbox where sent_at > $1::timestamptz
     ) as sent
     group by tenth order by tenth`,
    [start],
  );
  const begun = Date.parse(start) / 1000;
  return rows.map(({ emails, seconds }, index) => emails / (seconds - (rows[index - 1]?.seconds ?? begun)));
}
