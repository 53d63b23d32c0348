import type pg from 'pg';

/** The twin of isq_measurements that `createUntriggered` makes. */
export const UNTRIGGERED = 'untriggered.isq_measurements';

/**
 * Makes the baseline of a business write: `untriggered.isq_measurements` has the columns, defaults, constraints, foreign keys
 * and indexes of `public.isq_measurements`, but nothing that tells anybody.
 * @param client role `postgres`, as migrations
 */
export async function createUntriggered(client: pg.ClientBase): Promise<void> {
  await client.query('drop schema if exists untriggered cascade; create schema untriggered');
  await client.query(`create table ${UNTRIGGERED} (like public.isq_measurements including all)`);
  const { rows } = await client.query<{ definition: string }>(
    `select pg_get_constraintdef(oid) as definition from pg_constraint
     where contype = 'f' and conrelid = 'public.isq_measurements'::regclass`,
  );
  for (const { definition } of rows) await client.query(`alter table ${UNTRIGGERED} add ${definition}`);
}
