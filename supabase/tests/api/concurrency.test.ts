import { expect, test, vi } from 'vitest';
import { atOnce, notify, transaction, untilBlockedBy, untilWaiting } from './connections.ts';
import { createPractice, database, type Practice } from './support.ts';

const wantDigests = (practice: Practice) =>
  database.query(
    `insert into notification_preferences (user_id, organisation_id, category, frequency) values ($1, $2, 'alerts', 'DAILY')`,
    [practice.practitioner.id, practice.id],
  );

test('a hundred concurrent events with one dedupe key are one event', async () => {
  const practice = await createPractice();
  const event = { type: 'SYSTEM_UPDATE', organisationId: practice.id, dedupeKey: 'version-7' };
  const answers = await atOnce(100, () => notify(event));
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
  await wantDigests(practice);
  const event = { type: 'ISQ_WARNING', organisationId: practice.id };
  await database.query('select public.notify($1) from generate_series(1, 150)', [event]);
  await database.query(`update notification_digest set due_at = now() where organisation_id = $1`, [
    practice.id,
  ]);
  await atOnce(40, () => database.query('select notify.build_digests()'));
  const { rows } = await database.query(
    `select payload ->> 'total' as total from email_outbox where organisation_id = $1 and type = 'DIGEST'`,
    [practice.id],
  );
  expect(rows).toEqual([{ total: '150' }]);
});

test('a digest build waits for entries that another transaction holds, and leaves none behind', async () => {
  const practice = await createPractice();
  await wantDigests(practice);
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

test('a digest build and the deletion of a patient’s file do not fail each other', async () => {
  const practice = await createPractice();
  await wantDigests(practice);
  const event = { type: 'ISQ_WARNING', organisationId: practice.id, patientId: practice.patientId };
  const ids: string[] = [];
  for (let i = 0; i < 3; i += 1) ids.push((await notify(event)).eventId);
  // Due in the opposite order of their creation.
  await database.query(
    `update notification_digest set due_at = now() - array_position($1::uuid[], event_id) * interval '1 second'
     where event_id = any ($1)`,
    [ids],
  );
  const holder = await database.connect();
  try {
    await holder.query('begin');
    await holder.query('select 1 from notification_digest where event_id = $1 for update', [ids[1]]);
    const build = database.query('select notify.build_digests()');
    await untilBlockedBy(holder);
    const deletion = database.query('delete from patients where id = $1', [practice.patientId]);
    await untilWaiting(/delete from patients/);
    await holder.query('commit');
    await expect(Promise.all([build, deletion])).resolves.toHaveLength(2);
  } finally {
    holder.release();
  }
});

test('two calls with the same dedupe keys in opposite orders both succeed', async () => {
  const practice = await createPractice();
  const bulk = (keys: string[], name: string) =>
    database.query(`select public.notify_bulk($1) as answer -- ${name}`, [
      JSON.stringify(
        keys.map((dedupeKey) => ({ type: 'SYSTEM_UPDATE', organisationId: practice.id, dedupeKey })),
      ),
    ]);
  const holder = await database.connect();
  try {
    await holder.query('begin');
    await notify({ type: 'SYSTEM_UPDATE', organisationId: practice.id, dedupeKey: 'b' }, holder);
    const forwards = bulk(['a', 'b', 'c'], 'forwards');
    await untilBlockedBy(holder);
    const backwards = bulk(['c', 'b', 'a'], 'backwards');
    await untilWaiting(/notify_bulk.*backwards/);
    await holder.query('rollback');
    const answers = (await Promise.all([forwards, backwards])).map(({ rows }) => rows[0].answer);
    expect(answers[0].duplicates + answers[1].duplicates).toBe(3);
    expect([...answers[0].eventIds].reverse()).toEqual(answers[1].eventIds);
  } finally {
    holder.release();
  }
});

test('transactions that tell overlapping people in any order never fail', async () => {
  const practices = [await createPractice(), await createPractice(), await createPractice()];
  for (const practice of practices) {
    // Everybody is past the limit from the third event on, so that every call takes its turn.
    await database.query(
      'insert into organisation_notification_settings (organisation_id, rate_limit_per_minute) values ($1, 2)',
      [practice.id],
    );
  }
  await atOnce(18, (index) =>
    transaction(async (connection) => {
      for (let step = 0; step < 3; step += 1) {
        const practice = practices[(index + step * (1 + (index % 2))) % 3] as Practice;
        const people = [practice.admin.id, practice.practitioner.id];
        const recipientIds = index % 2 ? people : people.reverse();
        await notify({ type: 'TEAM_ACTIVITY', organisationId: practice.id, recipientIds }, connection);
      }
    }),
  );
  const { rows } = await database.query(
    `select organisation_id, user_id, sum(coalesce(coalesced, 1))::int as told from notifications
     where organisation_id = any ($1) group by 1, 2`,
    [practices.map(({ id }) => id)],
  );
  expect(rows.map(({ told }) => told)).toEqual([18, 18, 18, 18, 18, 18]);
});

test('two dispatches at the same moment send each scheduled notification once', async () => {
  const practice = await createPractice();
  await atOnce(40, (index) =>
    database.query('select public.schedule_notification($1, $2, $3)', [
      { type: 'IMPORT_FAILED', organisationId: practice.id, payload: {} },
      '2099-01-01T09:00',
      `import-${index}`,
    ]),
  );
  await database.query(
    `update scheduled_notifications set send_at = now() where organisation_id = $1 and status = 'PENDING'`,
    [practice.id],
  );
  await atOnce(4, () => database.query('select notify.dispatch_scheduled()'));
  const { rows } = await database.query(
    `select
       (select count(*)::int from scheduled_notifications where organisation_id = $1 and status = 'SENT') as sent,
       (select count(distinct event_id)::int from scheduled_notifications where organisation_id = $1) as told,
       (select count(*)::int from notification_events where organisation_id = $1) as events`,
    [practice.id],
  );
  expect(rows).toEqual([{ sent: 40, told: 40, events: 40 }]);
});

test('a cancellation that meets a dispatch says truly whether it came first', async () => {
  const practice = await createPractice();
  await database.query('select public.schedule_notification($1, $2, $3)', [
    { type: 'IMPORT_FAILED', organisationId: practice.id },
    '2099-01-01T09:00',
    'import',
  ]);
  await transaction(async (dispatch) => {
    await dispatch.query(`update scheduled_notifications set send_at = now() where organisation_id = $1`, [
      practice.id,
    ]);
    await dispatch.query('select notify.dispatch_scheduled()');
    const cancelled = database.query('select public.cancel_scheduled_notification($1, $2) as count', [
      practice.id,
      'import',
    ]);
    await untilBlockedBy(dispatch);
    await dispatch.query('commit');
    expect((await cancelled).rows).toEqual([{ count: 0 }]);
    await dispatch.query('begin');
  });
});

test('an email that is withdrawn while a worker forms its batch is not sent', async () => {
  const practice = await createPractice();
  const [gate, retraction, worker] = await Promise.all([
    database.connect(),
    database.connect(),
    database.connect(),
  ]);
  try {
    // No worker forms a batch before everything is in place.
    await gate.query('begin');
    await gate.query(`select pg_advisory_xact_lock(hashtextextended('notify.form_email_batch', 0))`);
    const { eventId } = await notify({ type: 'ISQ_WARNING', organisationId: practice.id });
    await retraction.query('begin');
    await retraction.query('select public.retract_notification($1, $2)', [eventId, 'Erreur de saisie']);
    await worker.query('begin');
    let isFormed = false;
    const forming = worker.query('select notify.form_email_batch(100)').then(() => {
      isFormed = true;
    });
    await gate.query('commit');
    await untilBlockedBy(retraction, () => isFormed);
    await retraction.query('commit');
    await forming;
    const { rows } = await worker.query(
      'select distinct status, error_message from email_outbox where event_id = $1',
      [eventId],
    );
    expect(rows).toEqual([{ status: 'FAILED', error_message: 'not sent: retracted' }]);
  } finally {
    await worker.query('rollback');
    for (const connection of [gate, retraction, worker]) connection.release();
  }
});
