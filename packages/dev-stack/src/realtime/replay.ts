import type pg from 'pg';
import { clientTopic } from './hub.ts';
import { broadcastJson, SharedFrame } from './shared-frame.ts';

/** What a joining client wants to hear again. */
export interface ReplayRequest {
  /** Unix milliseconds; older messages are left out. */
  since: number;
  limit: number;
}

const hardLimit = 25;

/** Reads the last messages of a private topic, oldest first. At most 25, and none older than the partitions kept. */
export async function readReplay(
  pool: pg.Pool,
  topic: string,
  request: ReplayRequest,
): Promise<SharedFrame[]> {
  const { rows } = await pool.query<{ id: string; event: string; payload: string }>(
    `select id, event, payload::text
     from realtime.messages
     where topic = $1 and extension = 'broadcast' and private is true
       and inserted_at >= to_timestamp($2::double precision / 1000) at time zone 'utc'
       and event is not null and payload is not null
     order by inserted_at desc
     limit $3`,
    [topic, request.since, Math.max(1, Math.min(request.limit, hardLimit))],
  );
  return rows.reverse().map(({ id, event, payload }) => {
    const payloadJson = broadcastJson(event, payload, { id, replayed: true });
    return new SharedFrame(clientTopic(topic), { event: 'broadcast', payloadJson }, id);
  });
}
