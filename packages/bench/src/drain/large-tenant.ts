import type pg from 'pg';
import { createTenants, queueEmails, type Tenant, untilSettled, workUntil } from './backlog.ts';
import type { Senders } from './functions.ts';
import type { Ground } from './measure.ts';
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

/** Emails that left in some time. */
export interface Left {
  emails: number;
  seconds: number;
}

export interface LargeTenant {
  /** Emails of the whole backlog. */
  backlog: number;
  others: Waits;
  /** Of everybody, until the last of the others had left. */
  beside: Left;
  /** Of the large tenant alone, after that, as long as it was watched. */
  alone: Left;
}

interface Backlog {
  client: pg.Client;
  senders: Senders;
  /** Theirs, which is instant. */
  provider: InstantProvider;
  emails: number;
  /** How long the large tenant is watched once the others are served, in milliseconds. */
  watchedMs: number;
}

/** How often a long drain tells how far it is, in milliseconds. */
const TOLD_EVERY_MS = 30_000;
/** The others are not to wait longer than that: it is far beyond the bound, in milliseconds. */
const LIMIT_MS = 600_000;
/** Of a hundred emails, 99 are of the large tenant: it has as many people, and the others between them have one email for each of its own. */
const LARGE = 99;
/** Others at most, of ten people each. */
const OTHERS = 100;
const PEOPLE = 10;

/**
 * A backlog of which one tenant owns 99 %, all of it older than what the others wait for; one worker, instant provider. It is
 * not drained to its end: once the others are served there is one tenant left, whose rate tells the rest.
 */
export async function measureLargeTenant(
  ground: Ground,
  { client, senders, provider, emails, watchedMs }: Backlog,
): Promise<LargeTenant> {
  const { admin, context } = ground;
  const { signal, progress, say } = context;
  const small = emails / (LARGE + 1);
  // Fewer where there are not emails enough for them.
  const others = await createTenants(client, Math.min(OTHERS, small / PEOPLE), PEOPLE);
  const [large] = await createTenants(client, 1, LARGE);
  if (!large) throw new Error('there is no large tenant');
  await untilSettled(admin, signal, (isOver) => senders.drive(1, isOver));
  await progress.step(`backlog of ${emails} emails`, async () => {
    const bulk = emails >= 100_000;
    await queueEmails(admin, [large], { emails: small, age: 3600, bulk });
    await queueEmails(admin, others, { emails: small / others.length / PEOPLE });
  });
  const { rows } = await admin.query<{ start: string }>('select clock_timestamp()::text as start');
  const start = rows[0]?.start ?? '';
  return progress.step(`drain of it, until ${others.length} others are served and then a while`, async () => {
    const before = provider.taken();
    const begun = performance.now();
    const sofar = (): Left => ({
      emails: provider.taken() - before,
      seconds: (performance.now() - begun) / 1000,
    });
    let beside: Left | null = null;
    const isMeasured = async () => {
      const left = sofar();
      if (beside === null) {
        if (await isWaiting(admin, others)) {
          if (left.seconds * 1000 > LIMIT_MS)
            throw new Error(`the others are not served after ${left.seconds} s`);
          return false;
        }
        beside = left;
      }
      return left.emails >= emails || (left.seconds - beside.seconds) * 1000 >= watchedMs;
    };
    const telling = setInterval(() => say(`    ${sofar().emails} have left`), TOLD_EVERY_MS);
    try {
      await workUntil(isMeasured, signal, (isOver) => senders.drive(1, isOver));
    } finally {
      clearInterval(telling);
    }
    const all = sofar();
    await requireEachOnce(admin, start, all.emails);
    const { emails: besideEmails, seconds } = beside ?? all;
    return {
      backlog: emails,
      others: await waitsOf(admin, start, others),
      beside: { emails: besideEmails, seconds },
      alone: { emails: all.emails - besideEmails, seconds: all.seconds - seconds },
    };
  });
}

const idsOf = (tenants: readonly Tenant[]): string[] => tenants.map(({ organisationId }) => organisationId);

/** Whether some of them have emails that have not left; first asked of those that no worker has claimed, which is cheap. */
async function isWaiting(admin: pg.Client, tenants: readonly Tenant[]): Promise<boolean> {
  const some = (which: string) => `exists (
    select from unnest($1::uuid[]) as tenant (id)
    join public.email_outbox as email on email.organisation_id = tenant.id
    where email.status = 'PENDING'${which}
  )`;
  const { rows } = await admin.query<{ waiting: boolean }>({
    name: 'waiting',
    text: `select ${some(' and email.batch_id is null')} or ${some('')} as waiting`,
    values: [idsOf(tenants)],
  });
  return rows[0]?.waiting ?? false;
}

/** @throws when the provider was given other emails than those that are written down as sent */
async function requireEachOnce(admin: pg.Client, start: string, taken: number): Promise<void> {
  const { rows } = await admin.query<{ sent: number }>(
    'select count(*)::int as sent from public.email_outbox where sent_at > $1::timestamptz',
    [start],
  );
  if (rows[0]?.sent !== taken)
    throw new Error(`the provider was given ${taken} emails, and ${rows[0]?.sent} are written down as sent`);
}

async function waitsOf(admin: pg.Client, start: string, tenants: readonly Tenant[]): Promise<Waits> {
  const { rows } = await admin.query<Waits & { unsent: number }>(
    `select
       count(*)::int as emails, count(distinct organisation_id)::int as tenants, min(wait) as first,
       percentile_cont(0.5) within group (order by wait) as median,
       percentile_cont(0.95) within group (order by wait) as p95, max(wait) as last,
       count(*) filter (where wait is null)::int as unsent
     from (
       select organisation_id, extract(epoch from sent_at - $1::timestamptz)::float8 as wait
       from public.email_outbox
       where organisation_id = any ($2::uuid[]) and (sent_at is null or sent_at > $1::timestamptz)
     ) as email`,
    [start, idsOf(tenants)],
  );
  const { unsent, ...waits } = rows[0] as Waits & { unsent: number };
  if (unsent > 0) throw new Error(`${unsent} emails of the others were not sent`);
  return waits;
}
