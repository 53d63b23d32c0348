import pg from 'pg';
import { createPractice, type Practice } from '../database/practice.ts';
import { startOpenLoop } from '../measure/open-loop.ts';
import { type Summary, summarise } from '../measure/statistics.ts';

/** Practices that nobody observes, which write at the same time. */
const PRACTICES = 20;
/** As many connections as a pooler would give them. */
const CONNECTIONS = 16;

/** What a load turned out to be. */
export interface LoadOutcome {
  /** Alerts a second that the schedule asked for. */
  asked: number;
  /** Alerts a second that were committed while it ran. */
  achieved: number;
  /** From the moment at which an insert was due to its commit, in milliseconds. */
  insert: Summary;
}

export interface Load {
  stop(): Promise<LoadOutcome>;
}

/** @param client role `postgres` */
export async function createCrowd(client: pg.ClientBase, people: number): Promise<Practice[]> {
  const crowd: Practice[] = [];
  while (crowd.length < PRACTICES) crowd.push(await createPractice(client, people));
  return crowd;
}

/**
 * Alerts of other practices, so many a second, whatever the system makes of them.
 * @throws from `stop` when an insert failed
 */
export function startLoad(
  databaseUrl: string,
  crowd: readonly Practice[],
  perSecond: number,
  signal: AbortSignal,
): Load {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: CONNECTIONS });
  pool.on('error', () => {});
  // One that is at work when the server stops tells it twice: its insert fails as well.
  pool.on('connect', (client) => client.on('error', () => {}));
  const loop = startOpenLoop(
    async (index) => {
      const { organisationId, implantId } = crowd[index % crowd.length] as Practice;
      const client = await pool.connect();
      try {
        // Whoever waited for a connection may have waited for nothing.
        signal.throwIfAborted();
        await client.query({
          name: 'load',
          text: 'insert into public.isq_measurements (organisation_id, implant_id, value) values ($1, $2, 25)',
          values: [organisationId, implantId],
        });
      } finally {
        client.release();
      }
    },
    { perSecond },
  );
  return {
    async stop() {
      const { endedInTime, failed, firstFailure, latencies, seconds } = await loop.stop();
      await pool.end();
      if (failed > 0) throw firstFailure;
      return { asked: perSecond, achieved: endedInTime / seconds, insert: summarise(latencies) };
    },
  };
}
