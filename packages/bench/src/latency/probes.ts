import { setTimeout as pause } from 'node:timers/promises';
import type { Addresses } from '@cassius/dev-stack/src/state.ts';
import pg from 'pg';
import { preciseNow } from '../measure/clocks.ts';
import { startOpenLoop } from '../measure/open-loop.ts';
import { badgeArrivals, latencies } from './arrivals.ts';
import type { Badge } from './badges.ts';
import { ECHO_CHANNEL, type Echo } from './echo.ts';
import type { Frames } from './frames.ts';
import { createImplants, type Observed } from './observed.ts';
import { acceptedAt } from './provider.ts';

export const PATHS = ['floor', 'frame', 'badge', 'provider'] as const;
export type Path = (typeof PATHS)[number];

/** Someone who is waited for: at the socket and at the screen. */
export interface Watched extends Observed {
  frames: Frames;
  badge: Badge;
}

export interface ProbeOptions {
  addresses: Addresses;
  watched: readonly Watched[];
  /** People of each watched practice: as many emails an alert. */
  people: number;
  echo: Echo;
  /** Alerts, shared among the watched. */
  alerts: number;
  /** Mean time between an alert and an echo, which take turns, in milliseconds. */
  gapMs: number;
  /** How long after the last one arrivals are waited for, in milliseconds. */
  patienceMs: number;
  signal: AbortSignal;
}

/** Milliseconds from COMMIT to arrival, round by round, and how many never arrived. */
export type Probed = Record<Path, { samples: number[]; missing: number }>;

interface Alert {
  watched: Watched;
  implantId: string;
  /** When COMMIT was sent: by the clock that never jumps, and by the wall clock of the mail server. */
  at: number;
  wallAt: number;
  notificationId: string;
  provider: Promise<number | null>;
}

/**
 * Raises alerts one at a time, on a schedule that does not wait for arrivals, and an echo between each two. Before it, nothing
 * is unread on the watched badges.
 */
export async function probe(options: ProbeOptions): Promise<Probed> {
  const { addresses, watched, echo, alerts, gapMs, patienceMs, signal } = options;
  const pool = new pg.Pool({ connectionString: addresses.DB_URL, max: 8 });
  pool.on('error', () => {});
  const givingUp = new AbortController();
  const made: Alert[] = [];
  const echoes: { payload: string; at: number }[] = [];
  try {
    const implants = await Promise.all(
      watched.map((one) => withConnection(pool, (client) => createImplants(client, one, alerts))),
    );
    const raise = async (round: number): Promise<void> => {
      const turn = round % watched.length;
      const one = watched[turn] as Watched;
      const implantId = implants[turn]?.[round] as string;
      const raised = await withConnection(pool, (client) => raiseAlert(client, one, implantId));
      const about = { ...one, implantId, emails: options.people };
      const provider = acceptedAt(pool, addresses, about, AbortSignal.any([givingUp.signal, signal]));
      // Looked at below, when all have been made.
      provider.catch(() => {});
      made[round] = { ...raised, watched: one, implantId, provider };
    };
    const call = async (round: number): Promise<void> => {
      const payload = crypto.randomUUID();
      echoes[round] = { payload, at: await withConnection(pool, (client) => raiseEcho(client, payload)) };
    };
    const loop = startOpenLoop((index) => (index % 2 === 0 ? raise(index / 2) : call((index - 1) / 2)), {
      perSecond: 1000 / gapMs,
      // Not in step with whatever beats in the stack, and none so near another that a badge would count both at once.
      gap: () => 0.5 + Math.random(),
      calls: alerts * 2,
    });
    await Promise.race([loop.scheduled, aborted(signal)]);
    const { failed, firstFailure } = await loop.stop();
    signal.throwIfAborted();
    if (failed > 0) throw firstFailure;
    const all = () =>
      made.every(({ watched: { frames }, notificationId }) => frames.arrivedAt.has(notificationId)) &&
      echoes.every(({ payload }) => echo.arrivedAt.has(payload));
    const patience = setTimeout(() => givingUp.abort(), patienceMs);
    const provider = await Promise.all(made.map((alert) => alert.provider));
    while (!all() && !givingUp.signal.aborted) await pause(50, undefined, { signal });
    while (!givingUp.signal.aborted && !(await allCounted(made))) await pause(50, undefined, { signal });
    clearTimeout(patience);
    return await collect(made, echoes, echo, provider);
  } finally {
    givingUp.abort();
    await Promise.allSettled(made.map((alert) => alert?.provider));
    await pool.end();
  }
}

async function collect(
  made: readonly Alert[],
  echoes: readonly { payload: string; at: number }[],
  echo: Echo,
  provider: readonly (number | null)[],
): Promise<Probed> {
  const until = preciseNow();
  const committedAt = made.map(({ at }) => at);
  const badge: (number | null)[] = made.map(() => null);
  for (const watched of new Set(made.map((alert) => alert.watched))) {
    const theirs = made
      .map((alert, round) => ({ ...alert, round }))
      .filter((alert) => alert.watched === watched)
      .sort((one, other) => one.at - other.at);
    const arrivals = badgeArrivals(
      theirs.map(({ at }) => at),
      await watched.badge.changes(),
    );
    for (const [index, { round }] of theirs.entries()) badge[round] = arrivals[index] ?? null;
  }
  return {
    floor: latencies(
      echoes.map(({ at }) => at),
      echoes.map(({ payload }) => echo.arrivedAt.get(payload) ?? null),
      until,
    ),
    frame: latencies(
      committedAt,
      made.map(({ watched, notificationId }) => watched.frames.arrivedAt.get(notificationId) ?? null),
      until,
    ),
    badge: latencies(committedAt, badge, until),
    provider: latencies(
      made.map(({ wallAt }) => wallAt),
      provider,
      Date.now(),
    ),
  };
}

async function allCounted(made: readonly Alert[]): Promise<boolean> {
  for (const watched of new Set(made.map((alert) => alert.watched))) {
    const theirs = made.filter((alert) => alert.watched === watched);
    if ((await watched.badge.count()) < theirs.length) return false;
  }
  return true;
}

async function raiseAlert(client: pg.ClientBase, { organisationId, userId }: Observed, implantId: string) {
  await client.query('begin');
  await client.query(
    'insert into public.isq_measurements (organisation_id, implant_id, value) values ($1, $2, 25)',
    [organisationId, implantId],
  );
  const { rows } = await client.query<{ id: string }>(
    'select id from public.notifications where user_id = $1 and entity_id = $2',
    [userId, implantId],
  );
  const [at, wallAt] = [preciseNow(), Date.now()];
  await client.query('commit');
  const notificationId = rows[0]?.id;
  if (!notificationId) throw new Error('isq_measurements: nobody was alerted');
  return { at, wallAt, notificationId };
}

async function raiseEcho(client: pg.ClientBase, payload: string): Promise<number> {
  await client.query('begin');
  await client.query('select pg_notify($1, $2)', [ECHO_CHANNEL, payload]);
  const at = preciseNow();
  await client.query('commit');
  return at;
}

async function withConnection<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    const result = await work(client);
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
