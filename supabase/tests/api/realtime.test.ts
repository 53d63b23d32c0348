import type { RealtimeChannel } from '@supabase/supabase-js';
import { expect, test, vi } from 'vitest';
import { type Client, createPractice, database, measure, signIn } from './support.ts';

interface Heard {
  channel: RealtimeChannel;
  hints: { event: string; payload: Record<string, unknown> }[];
}

/** Joins a person's private topic and collects what is said there. Rejects with the server's words when refused. */
async function listen(client: Client, userId: string): Promise<Heard> {
  await client.realtime.setAuth();
  const hints: Heard['hints'] = [];
  const channel = client.channel(`user:${userId}:notifications`, { config: { private: true } });
  for (const event of ['notification.created', 'notification.updated']) {
    channel.on('broadcast', { event }, (message) => hints.push({ event, payload: message.payload }));
  }
  await new Promise<void>((resolve, reject) => {
    channel.subscribe((status, error) => {
      if (status === 'SUBSCRIBED') resolve();
      if (status === 'CHANNEL_ERROR' || status === 'TIMED_OUT') reject(error ?? new Error(status));
    });
  });
  return { channel, hints };
}

test('an ISQ of 25 is announced to the people concerned and says nothing of the patient', async () => {
  const practice = await createPractice();
  const { client, userId } = await signIn(practice.practitioner.email);
  const { hints } = await listen(client, userId);
  await measure(practice, 25);
  await vi.waitFor(() => expect(hints).toHaveLength(1), { timeout: 5000 });
  const { data: items } = await client.from('notifications').select('id, created_at');
  expect(hints[0]).toMatchObject({
    event: 'notification.created',
    payload: { id: items?.[0]?.id, type: 'ISQ_CRITICAL', severity: 'CRITICAL', priority: 'critical' },
  });
  expect(JSON.stringify(hints)).not.toMatch(/Zénobie|Introuvable|tooth|1947-12-24/);
});

test('reading in one session is announced to the other sessions of that person', async () => {
  const practice = await createPractice();
  await measure(practice, 25);
  const here = await signIn(practice.practitioner.email);
  const there = await signIn(practice.practitioner.email);
  const { hints } = await listen(there.client, there.userId);
  const { data: items } = await here.client.from('notifications').select('id');
  await here.client.rpc('mark_notifications_read', { ids: items?.map(({ id }) => id) ?? [] });
  await vi.waitFor(() => expect(hints).toHaveLength(1), { timeout: 5000 });
  expect(hints[0]).toMatchObject({
    event: 'notification.updated',
    payload: { ids: [items?.[0]?.id], is_read: true },
  });
});

test('the topic of another user is refused', async () => {
  const practice = await createPractice();
  const { client } = await signIn(practice.practitioner.email);
  await expect(listen(client, practice.admin.id)).rejects.toThrow(/You do not have permissions to read/);
});

test('a client cannot publish, not even on its own topic', async () => {
  const practice = await createPractice();
  const mine = await signIn(practice.practitioner.email);
  const { channel } = await listen(mine.client, mine.userId);
  const other = await signIn(practice.practitioner.email);
  const { hints } = await listen(other.client, other.userId);
  await channel.send({ type: 'broadcast', event: 'notification.created', payload: { id: 'forged' } });
  // A real alert after the forged one: what arrives first tells whether the forged one passed.
  await measure(practice, 25);
  await vi.waitFor(() => expect(hints).not.toHaveLength(0), { timeout: 5000 });
  expect(hints.map(({ payload }) => payload.type)).toEqual(['ISQ_CRITICAL']);
});

test('a measurement that rolls back is announced to nobody', async () => {
  const practice = await createPractice();
  const { client, userId } = await signIn(practice.practitioner.email);
  const { hints } = await listen(client, userId);
  const connection = await database.connect();
  try {
    await connection.query('begin');
    await connection.query(
      'insert into isq_measurements (organisation_id, implant_id, value) values ($1, $2, 12)',
      [practice.id, practice.implantId],
    );
    await connection.query('rollback');
  } finally {
    connection.release();
  }
  await measure(practice, 57);
  await vi.waitFor(() => expect(hints).not.toHaveLength(0), { timeout: 5000 });
  expect(hints.map(({ payload }) => payload.type)).toEqual(['ISQ_WARNING']);
});
