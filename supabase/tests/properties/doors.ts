// A practice of its own, and every door through which an event may come in. The caller rolls all of it back.
import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';

export const DOORS = ['notify', 'notify_bulk', 'send_manual', 'broadcast', 'schedule', 'explain'] as const;
export type Door = (typeof DOORS)[number];

export interface Knock {
  door: Door;
  event: Record<string, unknown>;
}

export interface Place {
  organisation: string;
  admin: string;
  people: string[];
  patients: { id: string; implant: string }[];
}

/** What a door said: an answer, or a refusal with all that comes with it in a log. */
export interface Said {
  code: string | null;
  words: string;
}

/** Six people who hear of everything, each in a way of their own, and patients with these names. */
export async function openPractice(
  client: Client,
  names: readonly string[],
  ratePerMinute: number,
): Promise<Place> {
  const organisation = randomUUID();
  const people = [
    ['owner', 'fr', 'IMMEDIATE'],
    ['admin', 'en', 'DAILY'],
    ['practitioner', 'fr', 'WEEKLY'],
    ['assistant', 'en', 'IMMEDIATE'],
    ['operator', 'fr', 'DAILY'],
    ['client', 'en', 'IMMEDIATE'],
  ].map(([role, locale, frequency]) => ({ id: randomUUID(), role, locale, frequency }));
  const patients = names.map((name) => ({ id: randomUUID(), implant: randomUUID(), name }));
  await client.query(`insert into public.organisations (id, name) values ($1, 'Cabinet de la Place')`, [
    organisation,
  ]);
  await client.query(
    'insert into public.organisation_notification_settings (organisation_id, rate_limit_per_minute) values ($1, $2)',
    [organisation, ratePerMinute],
  );
  await client.query(
    `with person as (select * from jsonb_to_recordset($2) as person (id uuid, role public.member_role, locale text, frequency text)),
     account as (
       insert into auth.users (id, email, email_confirmed_at) select id, id || '@place.test', now() from person
     ),
     profile as (
       insert into public.profiles (user_id, full_name, locale) select id, 'Personne Quelconque', locale from person
     ),
     member as (
       insert into public.organisation_members (organisation_id, user_id, role) select $1, id, role from person
     )
     insert into public.notification_preferences (user_id, organisation_id, category, in_app, email, frequency)
     select id, $1, category, true, true, frequency::public.notification_frequency
     from person, unnest(enum_range(null::public.notification_category)) as category`,
    [organisation, JSON.stringify(people)],
  );
  await client.query(
    `insert into public.notification_settings (user_id, organisation_id, quiet_from, quiet_until)
     select user_id, organisation_id, '00:00', '23:59' from public.organisation_members
     where organisation_id = $1 and role = 'assistant'`,
    [organisation],
  );
  await client.query(
    `with patient as (select * from jsonb_to_recordset($2) as patient (id uuid, implant uuid, name text)),
     file as (
       insert into public.patients (id, organisation_id, first_name, last_name, birth_date)
       select id, $1, name, name, '1961-09-30' from patient
     )
     insert into public.implants (id, organisation_id, patient_id, tooth) select implant, $1, id, '26' from patient`,
    [organisation, JSON.stringify(patients)],
  );
  return {
    organisation,
    admin: people[1]?.id ?? '',
    people: people.map(({ id }) => id),
    patients: patients.map(({ id, implant }) => ({ id, implant })),
  };
}

/** Lives in pg_temp: one call for many events, each in a subtransaction of its own. */
export const DOORKEEPER = `
  create or replace function pg_temp.knock(knocks jsonb, admin uuid) returns table (code text, words text)
  language plpgsql as $$
  declare
    knock jsonb;
    detail text;
    hint text;
    context text;
  begin
    for knock in select element from jsonb_array_elements(knocks) as element loop
      code := null;
      begin
        if knock ->> 'door' in ('send_manual', 'broadcast') then
          perform set_config('request.jwt.claims', jsonb_build_object('sub', admin, 'role', 'authenticated')::text, true);
          perform set_config('role', 'authenticated', true);
        end if;
        case knock ->> 'door'
          when 'notify' then words := public.notify(knock -> 'event');
          when 'notify_bulk' then words := public.notify_bulk(knock -> 'events');
          when 'send_manual' then words := public.send_manual_notification(knock -> 'event');
          when 'broadcast' then words := public.broadcast_notification(knock -> 'event');
          when 'schedule' then words := public.schedule_notification(knock -> 'event', '2999-01-01T09:00');
          when 'explain' then
            select string_agg(answer::text, E'\\n') into words from public.explain_notification(knock -> 'event') as answer;
        end case;
        perform set_config('role', 'postgres', true), set_config('request.jwt.claims', '', true);
      exception when others then
        get stacked diagnostics detail = pg_exception_detail, hint = pg_exception_hint, context = pg_exception_context;
        code := sqlstate;
        words := concat_ws(E'\\n', sqlerrm, detail, hint, context);
      end;
      return next;
    end loop;
  end;
  $$;`;

/** Tries every event at its door, those of a bulk call in one; then lets everything that waits go: what was scheduled, and the digests. */
export async function knockAll(client: Client, place: Place, knocks: Knock[]): Promise<Said[]> {
  const together = knocks.filter(({ door }) => door === 'notify_bulk').map(({ event }) => event);
  const others = knocks.filter(({ door }) => door !== 'notify_bulk');
  const { rows } = await client.query<Said>('select * from pg_temp.knock($1, $2)', [
    JSON.stringify([{ door: 'notify_bulk', events: together }, ...others]),
    place.admin,
  ]);
  await client.query(
    `update public.scheduled_notifications set send_at = now() - interval '1 minute' where organisation_id = $1`,
    [place.organisation],
  );
  await client.query('select notify.dispatch_scheduled(10000)');
  await client.query(`select notify.build_digests('infinity')`);
  return rows;
}
