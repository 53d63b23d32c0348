import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RawClient } from './raw-client.ts';
import {
  createUser,
  createWorld,
  eventually,
  secretKey,
  subscribe,
  subscribePrivate,
  versions,
  type World,
} from './support.ts';

let world: World;
beforeAll(async () => {
  // A session that asks for synchronous commits is held back at the end of one: nobody is there to confirm it.
  world = await createWorld({
    settings: { synchronous_standby_names: 'nobody', synchronous_commit: 'local' },
  });
});
afterAll(() => world.stop());

const send = (topic: string, event: string, payload: object = {}, isPrivate = true) =>
  world.sql('select realtime.send($1, $2, $3, $4)', [JSON.stringify(payload), event, topic, isPrivate]);

describe.each(versions)('protocol %s', (vsn) => {
  test('realtime.send reaches the topic, with the id of the stored message', async () => {
    const user = await createUser();
    const { broadcasts } = await subscribePrivate(world.client({ token: user.token, vsn }), user.topic);
    await send(user.topic, 'ping', { text: 'été' });
    await eventually(() => broadcasts).toHaveLength(1);
    const { rows } = await world.sql('select id from realtime.messages where topic = $1', [user.topic]);
    const id = rows[0].id;
    expect(broadcasts[0]).toEqual({
      type: 'broadcast',
      event: 'ping',
      payload: { id, text: 'été' },
      meta: { id },
    });
  });

  test('an id that the payload has already is kept', async () => {
    const user = await createUser();
    const { broadcasts } = await subscribePrivate(world.client({ token: user.token, vsn }), user.topic);
    await send(user.topic, 'ping', { id: 'mine' });
    await eventually(() => broadcasts).toHaveLength(1);
    expect(broadcasts[0]?.payload).toEqual({ id: 'mine' });
  });

  test('a row inserted into realtime.messages by hand is a message too', async () => {
    const user = await createUser();
    const { broadcasts } = await subscribePrivate(world.client({ token: user.token, vsn }), user.topic);
    await world.sql(
      `insert into realtime.messages (topic, extension, event, payload, private)
       values ($1, 'broadcast', 'by hand', '{"n": 1}', true)`,
      [user.topic],
    );
    await eventually(() => broadcasts).toMatchObject([{ event: 'by hand', payload: { n: 1 } }]);
  });

  test('realtime.broadcast_changes tells what happened to a row', async () => {
    const user = await createUser();
    const { broadcasts } = await subscribePrivate(world.client({ token: user.token, vsn }), user.topic);
    const table = `things_${vsn.replaceAll('.', '_')}`;
    await world.sql(`
      create table ${table} (id int primary key, name text);
      create function tell_${table}() returns trigger language plpgsql security definer as $$
      begin
        perform realtime.broadcast_changes('${user.topic}', tg_op, tg_op, tg_table_name, tg_table_schema, new, old);
        return null;
      end $$;
      create trigger tell after insert or update or delete on ${table} for each row execute function tell_${table}();
      insert into ${table} values (1, 'a'); update ${table} set name = 'b'; delete from ${table};`);
    await eventually(() => broadcasts).toHaveLength(3);
    const about = { schema: 'public', table };
    expect(broadcasts).toMatchObject([
      {
        event: 'INSERT',
        payload: { ...about, operation: 'INSERT', record: { name: 'a' }, old_record: null },
      },
      { event: 'UPDATE', payload: { ...about, record: { name: 'b' }, old_record: { name: 'a' } } },
      { event: 'DELETE', payload: { ...about, record: null, old_record: { name: 'b' } } },
    ]);
  });
});

describe('transactions', () => {
  test('nothing is sent before the commit, and nothing of what was rolled back', async () => {
    const user = await createUser();
    const { broadcasts } = await subscribePrivate(world.client({ token: user.token }), user.topic);
    const database = await world.connect();
    await database.query('begin');
    await database.query(`select realtime.send('{}', 'kept', $1)`, [user.topic]);
    await database.query('savepoint undone');
    await database.query(`select realtime.send('{}', 'undone', $1)`, [user.topic]);
    await database.query('rollback to savepoint undone');

    const other = await world.connect();
    await other.query('begin');
    await other.query(`select realtime.send('{}', 'rolled back', $1)`, [user.topic]);
    await other.query('rollback');

    await send(user.topic, 'committed while the other was open');
    await eventually(() => broadcasts).toHaveLength(1);
    await database.query('commit');
    await eventually(() => broadcasts).toHaveLength(2);
    expect(broadcasts.map(({ event }) => event)).toEqual(['committed while the other was open', 'kept']);
  });

  test('messages come in the order in which their transactions committed', async () => {
    const user = await createUser();
    const { broadcasts } = await subscribePrivate(world.client({ token: user.token }), user.topic);
    const [first, second] = [await world.connect(), await world.connect()];
    for (const [name, database] of Object.entries({ first, second })) {
      await database.query('begin');
      await database.query(`select realtime.send('{}', $1, $2), realtime.send('{}', $1 || ' too', $2)`, [
        name,
        user.topic,
      ]);
    }
    await second.query('commit');
    await first.query('commit');
    await eventually(() => broadcasts).toHaveLength(4);
    expect(broadcasts.map(({ event }) => event)).toEqual(['second', 'second too', 'first', 'first too']);
  });
});

test('a commit that sends a message waits for no other that does', async () => {
  const user = await createUser();
  const { broadcasts } = await subscribePrivate(world.client({ token: user.token }), user.topic);
  const [held, free] = [await world.connect(), await world.connect()];
  await held.query('set synchronous_commit = on');
  const heldCommit = held.query(`select realtime.send('{}', 'held', $1)`, [user.topic]);
  const waits = async () =>
    (await world.sql(`select pid from pg_stat_activity where wait_event = 'SyncRep'`)).rows;
  await eventually(waits).toHaveLength(1);

  await free.query(`set lock_timeout = '5s'`);
  await free.query(`select realtime.send('{}', 'free', $1)`, [user.topic]);
  await eventually(() => broadcasts.map(({ event }) => event)).toContain('free');

  await world.sql('select pg_cancel_backend($1)', [(await waits())[0].pid]);
  await heldCommit;
});

describe('realtime.send keeps the surprises of the hosted one', () => {
  const asUser = async (id: string, statement: string, values: unknown[]) => {
    const database = await world.connect();
    const warnings: string[] = [];
    database.on('notice', (notice) => warnings.push(notice.message ?? ''));
    await database.query('begin');
    await database.query(`select set_config('request.jwt.claims', $1, true)`, [JSON.stringify({ sub: id })]);
    await database.query('set local role authenticated');
    await database.query(statement, values);
    await database.query('commit');
    return warnings;
  };

  test('called with the rights of an ordinary user, it stores nothing and only warns', async () => {
    const user = await createUser();
    const warnings = await asUser(user.id, `select realtime.send('{}', 'ping', $1)`, [user.topic]);
    expect(warnings.join()).toContain(
      'WarnSendingBroadcastMessage: new row violates row-level security policy',
    );
    const { rowCount } = await world.sql('select from realtime.messages where topic = $1', [user.topic]);
    expect(rowCount).toBe(0);
  });

  test('called by a security definer trigger, it sends what an ordinary user caused', async () => {
    const user = await createUser();
    const { broadcasts } = await subscribePrivate(world.client({ token: user.token }), user.topic);
    const database = await world.connect();
    await database.query(`
      create table notes (owner uuid, body text);
      grant insert on notes to authenticated;
      create function tell_owner() returns trigger language plpgsql security definer set search_path = '' as $$
      begin
        perform realtime.send(jsonb_build_object('body', new.body), 'note', 'user:' || new.owner);
        return null;
      end $$;
      create trigger tell_owner after insert on notes for each row execute function tell_owner();`);
    await asUser(user.id, 'insert into notes values ($1, $2)', [user.id, 'bonjour']);
    await eventually(() => broadcasts).toMatchObject([{ event: 'note', payload: { body: 'bonjour' } }]);
  });

  test('a payload that is an array is dropped with a warning', async () => {
    const user = await createUser();
    const { broadcasts } = await subscribePrivate(world.client({ token: user.token }), user.topic);
    await send(user.topic, 'array', [1, 2]);
    await send(user.topic, 'object');
    await eventually(() => broadcasts).toMatchObject([{ event: 'object' }]);
  });

  test('it leaves realtime.topic set for the rest of the transaction', async () => {
    const database = await world.connect();
    await database.query('begin');
    await database.query(`select realtime.send('{}', 'ping', 'somewhere')`);
    const { rows } = await database.query('select realtime.topic()');
    await database.query('rollback');
    expect(rows).toEqual([{ topic: 'somewhere' }]);
  });
});

test('a private message is not heard on the public topic of the same name, nor the reverse', async () => {
  const user = await createUser();
  const inside = await subscribePrivate(world.client({ token: user.token }), user.topic);
  const outside = await subscribe(world.client({ token: user.token }), user.topic);
  await send(user.topic, 'private', {}, true);
  await send(user.topic, 'public', {}, false);
  await eventually(() => outside.broadcasts).toMatchObject([{ event: 'public' }]);
  await eventually(() => inside.broadcasts).toMatchObject([{ event: 'private' }]);
});

test('numbers keep the digits that the database has', async () => {
  const client = await RawClient.open(world, { key: secretKey });
  client.send('realtime:exact', 'phx_join', { config: { private: true } }, '1');
  await client.reply('1');
  await world.sql(`select realtime.send('{"n": 12345678901234567890.123456789}', 'exact', 'exact')`);
  await eventually(() => client.texts.at(-1)).toContain('"n": 12345678901234567890.123456789');
});

test('a message that is larger than the limit is not sent, and the next ones are', async () => {
  const user = await createUser();
  const { broadcasts } = await subscribePrivate(world.client({ token: user.token }), user.topic);
  await send(user.topic, 'large', { text: 'x'.repeat(300_000) });
  await send(user.topic, 'small');
  await eventually(() => broadcasts).toMatchObject([{ event: 'small' }]);
});
