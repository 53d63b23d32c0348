import type pg from 'pg';
import type { QueuedRequest } from './request.ts';

/** The least time between two looks at the queue, in milliseconds. */
export const lookEveryMs = 20;
/** What an idle worker's looks slow down to, by a fiftieth each time: after four seconds. */
const idleLookEveryMs = 100;

/**
 * Ends when a request is there. The server does the looking: an idle worker costs this process nothing. Each look is a
 * transaction, so that none keeps vacuum from its work.
 */
const untilRequested = `do $$
declare
  pause double precision := ${lookEveryMs / 1000};
begin
  loop
    if to_regclass('net.http_request_queue') is not null then
      exit when exists (select from net.http_request_queue);
    end if;
    commit;
    perform pg_sleep(pause);
    pause := least(pause * 1.02, ${idleLookEveryMs / 1000});
  end loop;
end
$$`;

/** Waits until the queue has a committed request, or the statement is cancelled. The extension need not be there yet. */
export async function requested(session: pg.Client): Promise<void> {
  await session.query(untilRequested);
}

/** Takes the oldest requests off the queue; none that another session has locked. */
export async function takeRequests(session: pg.Client, atMost: number): Promise<QueuedRequest[]> {
  const { rows } = await session.query<QueuedRequest>(
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

/** Gives the room of taken requests to the next ones: the queue has no index, and every look reads all of it. */
export async function sweepQueue(pool: pg.Pool): Promise<void> {
  await pool.query('vacuum (skip_locked, truncate false) net.http_request_queue');
}
