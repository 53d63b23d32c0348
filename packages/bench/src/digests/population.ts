import type pg from 'pg';
import { multiply, type Original } from '../database/multiply.ts';
import { createPractice } from '../database/practice.ts';

/** People of a practice, each of whom wants a daily digest. */
export const PEOPLE = 100;

/** What each of them is told of: three types, ten notifications. */
const TOLD = [
  { type: 'DOCUMENT_ADDED', times: 4 },
  { type: 'SYSTEM_UPDATE', times: 3 },
  { type: 'ISQ_WARNING', times: 3, payload: { value: 57, tooth: '26' } },
];
export const ITEMS = TOLD.reduce((sum, { times }) => sum + times, 0);

/**
 * Writes practices whose people all wait for the same minute's digest: one through the engine itself, the others as its copies.
 * @param admin superuser
 * @param client role `postgres`
 */
export async function populate(
  admin: pg.ClientBase,
  client: pg.ClientBase,
  practices: number,
): Promise<void> {
  const { organisationId, implantId } = await createPractice(client, PEOPLE);
  await client.query(
    `insert into public.notification_preferences (user_id, organisation_id, category, email, frequency)
     select member.user_id, member.organisation_id, category, true, 'DAILY'
     from public.organisation_members as member
     cross join unnest(array['activity', 'system', 'alerts']::public.notification_category[]) as category
     where member.organisation_id = $1`,
    [organisationId],
  );
  for (const { type, times, payload } of TOLD) {
    for (let number = 0; number < times; number += 1) {
      const entityId = payload ? implantId : type === 'SYSTEM_UPDATE' ? undefined : crypto.randomUUID();
      const event = { type, organisationId, entityId, payload };
      const { rows } = await client.query<{ digests: number }>(
        `select (public.notify($1) ->> 'digests')::int as digests`,
        [JSON.stringify(event)],
      );
      if (rows[0]?.digests !== PEOPLE)
        throw new Error(`${type}: ${rows[0]?.digests} digests instead of ${PEOPLE}`);
    }
  }
  await admin.query(
    `update public.notification_digest set due_at = date_trunc('minute', now()) where organisation_id = $1`,
    [organisationId],
  );
  await multiply(admin, originals(organisationId), {
    from: 2,
    to: practices,
    fresh: FRESH,
    bulk: practices > 100,
  });
}

function originals(organisationId: string): Original[] {
  const members = `(select user_id from public.organisation_members where organisation_id = '${organisationId}')`;
  return [
    { table: 'public.organisations', where: `id = '${organisationId}'` },
    { table: 'auth.users', where: `id in ${members}`, set: { email: `copy || '.' || email` } },
    { table: 'public.profiles', where: `user_id in ${members}` },
    // What refers to members by a query comes before they are many.
    ...[
      ...['organisation_members', 'notification_preferences', 'patients', 'implants'],
      ...['notification_events', 'notifications', 'notification_digest'],
    ].map((table) => ({
      table: `public.${table}`,
      where: `organisation_id = '${organisationId}'`,
      ...(table === 'notification_events' ? { set: { dedupe_key: 'null' } } : {}),
    })),
  ];
}

const FRESH = [
  ...['id', 'organisation_id', 'user_id', 'event_id', 'notification_id'],
  ...['patient_id', 'implant_id', 'entity_id'],
];
