import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { Log } from '../log.ts';
import type { Service } from '../service.ts';
import { lookEveryMs, requested, sweepQueue, takeRequests } from './net/queue.ts';
import { perform, type QueuedRequest, type RequestOutcome } from './net/request.ts';
import { keepSession, workerPool } from './session.ts';

/** pg_net's default `batch_size`. */
const requestsAtOnce = 200;
/** pg_net's default `ttl`. */
const responsesKept = '6 hours';
/** After so many requests the queue is swept. */
const requestsASweep = 1000;
/** Pause after an error of the queue, in milliseconds. */
const retryMs = 1000;

/**
 * pg_net's worker: makes the requests of `net.http_request_queue` once their transaction has committed.
 * A request is taken off the queue before it is made, hence made at most once and never again.
 *
 * It looks at the queue, like the true one it is not told by NOTIFY: a transaction that notifies holds a lock of the whole
 * cluster while it commits, so that those who write at once would commit one after the other.
 *
 * @param options.databaseUrl of a superuser, in the database that has the extension (now or later)
 */
export async function startNet(options: { databaseUrl: string; log: Log }): Promise<Service> {
  const { databaseUrl, log } = options;
  const pool = workerPool({ databaseUrl, name: 'pg_net', log });
  const stopping = new AbortController();
  // Each request under way listens to it.
  setMaxListeners(requestsAtOnce + 2, stopping.signal);
  const underWay = new Set<Promise<void>>();
  const answered: Answered[] = [];
  let storing: Promise<void> | null = null;
  let following = { pid: 0, ended: Promise.resolve() };
  let taken = 0;

  const make = async (request: QueuedRequest): Promise<void> => {
    const outcome = await perform(request, stopping.signal);
    if (stopping.signal.aborted) return;
    if (outcome.error) log.warn('request failed', { url: request.url, error: outcome.error });
    answered.push({ id: request.id, ...outcome });
    storing ??= store();
    await storing;
  };

  /** Those that come while some are stored are stored together after them. */
  const store = async (): Promise<void> => {
    while (answered.length > 0) {
      const batch = answered.splice(0);
      await storeResponses(pool, batch).catch((error: unknown) => {
        log.warn('responses not stored', { ids: batch.map(({ id }) => id), error });
      });
    }
    storing = null;
  };

  const begin = (request: QueuedRequest): void => {
    const made = make(request).finally(() => underWay.delete(made));
    underWay.add(made);
    taken += 1;
    if (taken % requestsASweep > 0) return;
    sweepQueue(pool).catch((error: unknown) => log.warn('queue not swept', { error }));
  };

  const follow = async (session: pg.Client, over: AbortSignal): Promise<void> => {
    while (!over.aborted) {
      try {
        if (underWay.size >= requestsAtOnce) await Promise.race(underWay);
        await requested(session);
        for (const request of await takeRequests(session, requestsAtOnce - underWay.size)) begin(request);
        await delay(lookEveryMs);
      } catch (error) {
        // A session that was lost or told to stop says so in this time: that is no error of the queue.
        await delay(retryMs, undefined, { signal: over }).catch(() => {});
        if (!over.aborted) log.warn('queue not read', { error });
      }
    }
  };

  const session = await keepSession({
    databaseUrl,
    name: 'pg_net',
    log,
    async onConnect(client, lost) {
      await forgetOldResponses(pool);
      // It is cancelled at each stop, which is nothing to tell; errors reach us without the server's log.
      await client.query('set log_min_messages = panic');
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      const ended = follow(client, AbortSignal.any([lost, stopping.signal]));
      following = { pid: rows[0]?.pid ?? 0, ended };
    },
  });
  const cleaning = setInterval(() => {
    forgetOldResponses(pool).catch((error: unknown) => log.warn('old responses kept', { error }));
  }, 60_000);

  /** A cancellation that comes between two statements is lost: hence as many as it takes. */
  const stopFollowing = async (): Promise<void> => {
    const { pid, ended } = following;
    const tries = new AbortController();
    void ended.then(() => tries.abort());
    while (!tries.signal.aborted) {
      // Refused when the database is away: so is the session then.
      await pool.query('select pg_cancel_backend($1)', [pid]).catch(() => {});
      await delay(lookEveryMs, undefined, { signal: tries.signal }).catch(() => {});
    }
  };

  let stopped: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    clearInterval(cleaning);
    stopping.abort();
    await Promise.all([...underWay, stopFollowing()]);
    await session.stop();
    await pool.end();
  };
  return {
    name: 'pg_net',
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}

type Answered = RequestOutcome & { id: string };

async function storeResponses(pool: pg.Pool, answered: Answered[]): Promise<void> {
  await pool.query(
    `insert into net._http_response (id, status_code, content_type, headers, content, timed_out, error_msg)
     select id, status, "contentType", headers, content, "timedOut", error
     from json_to_recordset($1) as answered (
       id bigint, status int, "contentType" text, headers jsonb, content text, "timedOut" boolean, error text
     )`,
    [JSON.stringify(answered)],
  );
}

async function forgetOldResponses(pool: pg.Pool): Promise<void> {
  if (!(await hasExtension(pool))) return;
  await pool.query('delete from net._http_response where created < now() - $1::interval', [responsesKept]);
}

async function hasExtension(pool: pg.Pool): Promise<boolean> {
  const { rowCount } = await pool.query(`select from pg_extension where extname = 'pg_net'`);
  return rowCount === 1;
}
