import type pg from 'pg';
import type { Log } from '../log.ts';
import type { Service } from '../service.ts';
import { startListener, workerPool } from './listener.ts';
import { perform, type QueuedRequest, type RequestOutcome } from './net/request.ts';

/** pg_net's default `batch_size`. */
const requestsAtOnce = 200;
/** pg_net's default `ttl`. */
const responsesKept = '6 hours';

/**
 * pg_net's worker: makes the requests of `net.http_request_queue` once their transaction has committed.
 * A request is taken off the queue before it is made, hence made at most once and never again.
 *
 * @param options.databaseUrl of a superuser, in the database that has the extension (now or later)
 */
export async function startNet(options: { databaseUrl: string; log: Log }): Promise<Service> {
  const { databaseUrl, log } = options;
  const pool = workerPool({ databaseUrl, name: 'pg_net', log });
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  let draining = false;
  let wokenMeanwhile = false;

  const make = async (request: QueuedRequest): Promise<void> => {
    const outcome = await perform(request, stopping.signal);
    if (stopping.signal.aborted) return;
    if (outcome.error) log.warn('request failed', { url: request.url, error: outcome.error });
    await storeResponse(pool, request.id, outcome).catch((error: unknown) => {
      log.warn('response not stored', { id: request.id, error });
    });
  };

  const drain = async (): Promise<void> => {
    wokenMeanwhile = true;
    if (draining) return;
    draining = true;
    try {
      while (wokenMeanwhile && underWay.size < requestsAtOnce && !stopping.signal.aborted) {
        wokenMeanwhile = false;
        for (const request of await takeRequests(pool, requestsAtOnce - underWay.size)) {
          wokenMeanwhile = true;
          const made = make(request).finally(() => {
            underWay.delete(made);
            if (underWay.size === requestsAtOnce - 1) void drain();
          });
          underWay.add(made);
        }
      }
    } catch (error) {
      // The next wake-up or connection drains again.
      if (!stopping.signal.aborted) log.warn('queue not read', { error });
    } finally {
      draining = false;
    }
  };

  const listener = await startListener({
    databaseUrl,
    name: 'pg_net',
    log,
    async onConnect() {
      await forgetOldResponses(pool);
      void drain();
    },
    onNotify: () => void drain(),
  });
  const cleaning = setInterval(() => {
    forgetOldResponses(pool).catch((error: unknown) => log.warn('old responses kept', { error }));
  }, 60_000);

  return {
    name: 'pg_net',
    async stop() {
      clearInterval(cleaning);
      stopping.abort();
      await Promise.all(underWay);
      await listener.stop();
      if (!pool.ending) await pool.end();
    },
  };
}

async function takeRequests(pool: pg.Pool, atMost: number): Promise<QueuedRequest[]> {
  if (!(await hasExtension(pool))) return [];
  const { rows } = await pool.query<QueuedRequest>(
    `with taken as (
       delete from net.http_request_queue
       where id in (select id from net.http_request_queue order by id limit $1 for update skip locked)
       returning *
     )
     select * from taken order by id`,
    [atMost],
  );
  return rows;
}

async function storeResponse(pool: pg.Pool, id: string, outcome: RequestOutcome): Promise<void> {
  await pool.query(
    `insert into net._http_response (id, status_code, content_type, headers, content, timed_out, error_msg)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      id,
      outcome.status,
      outcome.contentType,
      outcome.headers,
      outcome.content,
      outcome.timedOut,
      outcome.error,
    ],
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
