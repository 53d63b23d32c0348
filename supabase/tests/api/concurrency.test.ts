import { expect, test, vi } from 'vitest';
import { createPractice, database } from './support.ts';

test('a hundred concurrent events with one dedupe key are one event', async () => {
  const practice = await createPractice();
  const event = { type: 'SYSTEM_UPDATE', organisationId: practice.id, dedupeKey: 'version-7' };
  const answers = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const { rows } = await database.query('select public.notify($1) as answer', [event]);
      return rows[0].answer as { eventId: string; duplicate: boolean };
    }),
  );
  expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
  expect(new Set(answers.map(({ eventId }) => eventId)).size).toBe(1);
  const { rows } = await database.query('select user_id from notifications where organisation_id = $1', [
    practice.id,
  ]);
  expect(rows).toHaveLength(2);
});

test('a duplicate waits for the first event, and takes its place when it rolls back', async () => {
  const practice = await createPractice();
  const event = { type: 'SYSTEM_UPDATE', organisationId: practice.id, dedupeKey: 'version-8' };
  const first = await database.connect();
  try {
    await first.query('begin');
    await first.query('select public.notify($1)', [event]);
    const second = database.query('select public.notify($1) as answer', [event]);
    await first.query('rollback');
    expect((await second).rows[0].answer).toMatchObject({ duplicate: false, inApp: 2 });
  } finally {
    first.release();
  }
});

test('digests built at the same moment make one email a person', async () => {
  const practice = await createPractice();
  await database.query(
    `insert into notification_preferences (user_id, organisation_id, category, frequency) values ($1, $2, 'alerts', 'DAILY')`,
    [practice.practitioner.id, practice.id],
  );
  const event = { type: 'ISQ_WARNING', organisationId: practice.id };
  await database.query('select public.notify($1) from generate_series(1, 150)', [event]);
  await database.query(`update notification_digest set due_at = now() where organisation_id = $1`, [
    practice.id,
  ]);
  await Promise.all(Array.from({ length: 8 }, () => database.query('select notify.build_digests()')));
  const { rows } = await database.query(
    `select payload ->> 'total' as total from email_outbox where organisation_id = $1 and type = 'DIGEST'`,
    [practice.id],
  );
  expect(rows).toEqual([{ total: '150' }]);
});

test('a digest build waits for entries that another transaction holds, and leaves none behind', async () => {
  const practice = await createPractice();
  await database.query(
    `insert into notification_preferences (user_id, organisation_id, category, frequency) values ($1, $2, 'alerts', 'DAILY')`,
    [practice.practitioner.id, practice.id],
  );
  const event = { type: 'ISQ_WARNING', organisationId: practice.id };
  await database.query('select public.notify($1) from generate_series(1, 5)', [event]);
  await database.query('update notification_digest set due_at = now() where organisation_id = $1', [
    practice.id,
  ]);
  const holder = await database.connect();
  try {
    await holder.query('begin');
    await holder.query(
      'select 1 from notification_digest where organisation_id = $1 order by id limit 2 for update',
      [practice.id],
    );
    let isBuilt = false;
    const build = database.query('select notify.build_digests()').then(() => {
      isBuilt = true;
    });
    await vi.waitFor(async () => {
      const { rows } = await database.query(
        `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ~ 'build_digests' and pid <> pg_backend_pid()`,
      );
      expect(isBuilt || rows.length > 0).toBe(true);
    });
    await holder.query('commit');
    await build;
  } finally {
    holder.release();
  }
  const { rows } = await database.query(
    `select payload ->> 'total' as total from email_outbox where organisation_id = $1 and type = 'DIGEST'`,
    [practice.id],
  );
  expect(rows).toEqual([{ total: '5' }]);
});
