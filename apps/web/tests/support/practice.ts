import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { must, type Person, person, service } from './people.ts';
import { stack } from './stack.ts';

/** A practice of a story's own, where nothing has happened yet. Password of its people: as the demo's. */
export interface Practice {
  id: string;
  name: string;
  admin: Person;
  practitioner: Person;
}

/** It lets the worker end, whatever is still open. */
const database = new pg.Pool({ connectionString: stack.DB_URL, max: 2, allowExitOnIdle: true });

/** As role postgres, for what no client may do: an account of the past, a notification of last week. */
export async function sql(text: string, values: unknown[]): Promise<void> {
  await database.query(text, values);
}

async function newPerson(email: string): Promise<Person> {
  const id = randomUUID();
  await sql(
    `insert into auth.users (instance_id, id, aud, role, email, encrypted_password, email_confirmed_at,
       raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
     select '00000000-0000-0000-0000-000000000000', $1, 'authenticated', 'authenticated', $2, encrypted_password, now(),
       '{"provider": "email", "providers": ["email"]}', '{}', now(), now()
     from auth.users where email = 'admin@lumiere.test'`,
    [id, email],
  );
  await sql(
    `insert into auth.identities (provider_id, user_id, identity_data, provider, created_at, updated_at)
     values ($1::uuid::text, $1::uuid, jsonb_build_object('sub', $1::uuid, 'email', $2::text), 'email', now(), now())`,
    [id, email],
  );
  return person(email);
}

export async function join(who: Person, practiceId: string, role: string): Promise<void> {
  const row = { organisation_id: practiceId, user_id: who.id, role };
  must(await service.from('organisation_members').insert(row).select('user_id'));
}

export async function newPractice(): Promise<Practice> {
  const id = randomUUID();
  const tag = id.slice(0, 8);
  const name = `Cabinet Inventé ${tag}`;
  must(await service.from('organisations').insert({ id, name }).select('id'));
  const [admin, practitioner] = await Promise.all([
    newPerson(`admin-${tag}@invente.test`),
    newPerson(`praticien-${tag}@invente.test`),
  ]);
  await Promise.all([join(admin, id, 'admin'), join(practitioner, id, 'practitioner')]);
  return { id, name, admin, practitioner };
}

interface Told {
  type: string;
  payload?: Record<string, unknown>;
  /** Members to tell in place of the type's audience. */
  to?: Person[];
}

/** Tells members of a practice something through the engine. */
export async function tell(practice: { id: string }, { type, payload = {}, to }: Told): Promise<string> {
  const event = {
    type,
    organisationId: practice.id,
    payload,
    ...(to && { recipientIds: to.map(({ id }) => id) }),
  };
  const { eventId } = must(await service.rpc('notify', { event })) as { eventId: string };
  return eventId;
}

/** Moves an event and what came of it into the past. */
export async function ago(eventId: string, days: number): Promise<void> {
  const then = `now() - make_interval(days => $2)`;
  await sql(
    `update public.notification_events set created_at = ${then}, accepted_at = ${then} where id = $1`,
    [eventId, days],
  );
  await sql(`update public.notifications set created_at = ${then} where event_id = $1`, [eventId, days]);
}
