import type pg from 'pg';
import type { Log } from '../log.ts';
import type { Service } from '../service.ts';

const everyMs = 60_000;

/**
 * Keeps a partition of realtime.messages ready for the days to come, and drops those older than three days. Every
 * minute, because a machine that slept for days must be able to send at once.
 */
export async function keepPartitions(pool: pg.Pool, log: Log): Promise<Service> {
  const keep = () => pool.query('select realtime.keep_message_partitions()');
  await keep();
  const timer = setInterval(() => {
    keep().catch((error: unknown) => log.warn('partitions not kept, next try in a minute', { error }));
  }, everyMs);
  return { name: 'partitions', stop: async () => clearInterval(timer) };
}
