import type pg from 'pg';
import { withoutIndexes } from './indexes.ts';
import { createTexts } from './texts.ts';

/** Who is measured, and how much they have been told: the same number of rows however large the table is. */
export const READERS = {
  /** As most people: a hundred, of which some fifteen are unread. */
  ordinary: { people: 30, rows: 100 },
  /** Who has a page 100, of twenty rows. */
  deep: { people: 2, rows: 2_700 },
  /** Who has not looked for years. */
  busiest: { people: 2, rows: 10_000 },
} as const;
export type Kind = keyof typeof READERS;

export interface Reader {
  kind: Kind;
  userId: string;
}

/** What there is to size a world by. */
export interface WorldSize {
  practices: number;
  /** In each practice. */
  people: number;
  /** In each practice. */
  patients: number;
}

/** 100,000 people in 2,000 practices. */
export const WORLD: WorldSize = { practices: 2_000, people: 50, patients: 100 };

/** Practices that the readers work in: nobody else there is told anything. */
const RESERVED = 12;

/**
 * Writes organisations, their people, teams and patients, of which one in seven is in the file of a team. Schema `bench` has
 * the same by number (practices, people, patients, readers, texts), for whoever loads events. No trigger runs.
 * @param admin superuser
 */
export async function createWorld(
  admin: pg.Client,
  { practices, people, patients }: WorldSize,
): Promise<void> {
  await admin.query(`
    set session_replication_role = replica;
    create schema bench;
    create table bench.practices as
      select number, gen_random_uuid() as id from generate_series(0, ${practices - 1}) as number;
    create table bench.people as
      select practice.number as practice, member, practice.id as organisation_id, gen_random_uuid() as user_id
      from bench.practices as practice, generate_series(0, ${people - 1}) as member;
    create table bench.teams as
      select practice.number as practice, team, practice.id as organisation_id, gen_random_uuid() as id
      from bench.practices as practice, generate_series(0, 2) as team;
    create table bench.patients as
      select
        practice.number as practice, patient, practice.id as organisation_id, gen_random_uuid() as id, team.id as team_id
      from bench.practices as practice
      cross join generate_series(0, ${patients - 1}) as patient
      left join bench.teams as team on team.practice = practice.number and patient % 7 = 0 and team.team = patient / 7 % 3;
    create unique index on bench.practices (number);
    create unique index on bench.people (practice, member);
    create unique index on bench.patients (practice, patient);

    insert into public.organisations (id, name, locale)
      select id, format('Cabinet inventé %s', number), 'fr' from bench.practices;
    insert into auth.users (id, instance_id, aud, role, email, email_confirmed_at)
      select
        user_id, '00000000-0000-0000-0000-000000000000', 'authenticated', 'authenticated',
        format('personne%s@cabinet%s.test', member, practice), now()
      from bench.people;
    insert into public.profiles (user_id, full_name, locale)
      select user_id, format('Personne Inventée %s-%s', practice, member), 'fr' from bench.people;
    insert into public.organisation_members (organisation_id, user_id, role)
      select
        organisation_id, user_id,
        (case
          when member = 0 then 'owner' when member < 3 then 'admin' when member < ${people * 0.56} then 'practitioner'
          when member < ${people - 2} then 'assistant' else 'operator'
        end)::public.member_role
      from bench.people;
    insert into public.teams (id, organisation_id, name)
      select id, organisation_id, format('Équipe %s', team) from bench.teams;
    insert into public.team_members (organisation_id, team_id, user_id)
      select person.organisation_id, team.id, person.user_id
      from bench.people as person join bench.teams as team on team.practice = person.practice and team.team = person.member % 5;
    insert into public.patients (id, organisation_id, first_name, last_name, birth_date, team_id)
      select id, organisation_id, 'Inventée', format('De Mesure %s', patient), date '1950-01-01' + patient * 200, team_id
      from bench.patients;`);
  await createTexts(admin);
  await createReaders(admin);
  await admin.query('vacuum analyze');
}

/** Practitioners, of whom some are in a team. */
async function createReaders(admin: pg.Client): Promise<void> {
  const seats = Object.entries(READERS).flatMap(([kind, { people, rows }]) =>
    Array.from({ length: people }, () => ({ kind, rows })),
  );
  await admin.query(
    `create table bench.readers as
     select seat.kind, seat.rows, person.*
     from jsonb_to_recordset($1) as seat (place int, kind text, rows int)
     join bench.people as person on person.practice = seat.place % ${RESERVED} and person.member = 3 + seat.place / ${RESERVED}`,
    [JSON.stringify(seats.map((seat, place) => ({ ...seat, place })))],
  );
}

export async function readersOf(admin: pg.Client): Promise<Reader[]> {
  const { rows } = await admin.query<Reader>(
    'select kind, user_id as "userId" from bench.readers order by kind, practice, member',
  );
  return rows;
}

/** Number of rows that a slice has at most: its sort fits into memory. */
const SLICE = 250_000;
/** People whom one event concerns. */
const AUDIENCE = 10;

/** Anything but chance: the same rows each time, as far as ids are not random. Never negative. */
const drawn = (of: string, seed: number) => `(hashint8extended((${of})::bigint, ${seed}) & 2147483647)`;

/**
 * Replaces all events and notifications: a year of them, with the readers' own spread evenly over the year as everybody's
 * are, and so over the table. 85 % are read, some archived or snoozed; two thirds are about patients. No trigger runs; every
 * index of the product is there.
 * @param clients superusers that share the work
 * @param readers whose rows are among them
 * @param size notifications in all
 * @param onTenth told at each tenth how many are written, about
 */
export async function loadHistory(
  clients: readonly pg.Client[],
  {
    readers,
    size,
    signal,
    onTenth,
  }: { readers: readonly Kind[]; size: number; signal: AbortSignal; onTenth: (rows: number) => void },
): Promise<void> {
  const [admin] = clients;
  if (!admin) throw new RangeError('clients: there is none');
  const own = readers.reduce((sum, kind) => sum + READERS[kind].people * READERS[kind].rows, 0);
  if (own > size) throw new RangeError(`size: the readers alone have ${own}`);
  await admin.query('truncate public.notification_events, public.notifications cascade');
  const events = Math.ceil((size - own) / AUDIENCE);
  const slices = Math.ceil(size / SLICE);
  let next = 0;
  let done = 0;
  const work = async (client: pg.Client) => {
    await client.query(
      "set session_replication_role = replica; set synchronous_commit = off; set work_mem = '256MB'",
    );
    for (let slice = next++; slice < slices; slice = next++) {
      signal.throwIfAborted();
      const span = [slice / slices, (slice + 1) / slices];
      await client.query(insertSlice, [...span, events, [...readers]]);
      const tenths = (of: number) => Math.floor((of * 10) / slices);
      done += 1;
      if (done < slices && tenths(done) > tenths(done - 1)) onTenth((size * done) / slices);
    }
  };
  const tables = ['public.notification_events', 'public.notifications'];
  await withoutIndexes(admin, tables, () => Promise.all(clients.map(work)));
  // As upkeep leaves it.
  await admin.query(`vacuum (analyze, parallel 2) ${tables.join(', ')}`);
  await admin.query('checkpoint');
}

/** $1, $2: part of the year, from 0 to 1. $3: events in all but the readers' own. $4: kinds of readers. */
const insertSlice = `
  with told as materialized (
    select gen_random_uuid() as id, event.number::bigint, event.place, practice.number as practice, practice.id as organisation_id, null::uuid as user_id
    from (
      select number, (number + 0.5) / $3::float8 as place,
        ${RESERVED} + ${drawn('number', 1)} % (select count(*) - ${RESERVED} from bench.practices) as practice
      from generate_series(ceil($1::float8 * $3::float8)::int, ceil($2::float8 * $3::float8)::int - 1) as number
    ) as event
    join bench.practices as practice on practice.number = event.practice
    union all
    select
      gen_random_uuid(), 1000000000::bigint + reader.practice * 1000000 + reader.member * 20000 + row,
      (row + 0.5) / reader.rows, reader.practice, reader.organisation_id, reader.user_id
    from bench.readers as reader
    cross join lateral generate_series(ceil($1 * reader.rows)::int, ceil($2 * reader.rows)::int - 1) as row
    where reader.kind = any ($4::text[])
  ),
  event as materialized (
    select
      told.*, date_trunc('milliseconds', now() - interval '1 hour' - (1 - told.place) * interval '365 days') as created_at,
      patient.id as patient_id, text.type, text.category, text.severity, text.priority, text.title, text.message, text.lexemes
    from told
    join bench.texts as text on text.number = ${drawn('told.number', 2)} % (select count(*) from bench.texts)
    left join bench.patients as patient
      on patient.practice = told.practice
      and ${drawn('told.number', 3)} % 3 < 2
      and patient.patient = ${drawn('told.number', 4)} % (select count(*) from bench.patients where practice = 0)
  ),
  kept as (
    insert into public.notification_events (
      id, organisation_id, type, severity, patient_id, entity_type, entity_id, created_at, accepted_at
    )
    select id, organisation_id, type, severity, patient_id, case when patient_id is not null then 'patient' end, patient_id,
      created_at, created_at
    from event
  )
  insert into public.notifications (
    organisation_id, user_id, event_id, type, category, severity, priority, title, message, lexemes, entity_type, entity_id,
    patient_id, link, is_read, read_at, seen_at, archived_at, snoozed_until, expires_at, created_at
  )
  select
    organisation_id, user_id, id, type, category, severity, priority, title, message, lexemes,
    case when patient_id is not null then 'patient' end, patient_id, patient_id, '/patients/' || patient_id,
    is_read, case when is_read then created_at + interval '40 minutes' end,
    case when is_read or chance % 2 = 0 then created_at + interval '30 minutes' end,
    case when is_read and chance % 8 = 0 then created_at + interval '1 day' end,
    case when not is_read and chance % 25 = 0 then now() + interval '2 days' end,
    case when chance % 20 = 1 then now() + interval '60 days' end,
    created_at
  from (
    select
      event.*, told.user_id as told_id, ${drawn('event.number::bigint * 100 + told.member', 5)} as chance,
      ${drawn('event.number::bigint * 100 + told.member', 6)} % 100 < 85 as is_read
    from event
    cross join lateral (
      select person.user_id, person.member
      from generate_series(0, ${AUDIENCE - 1}) as step
      join bench.people as person
        on person.practice = event.practice and person.member = (${drawn('event.number', 7)} + step * 5) % 50
      where event.user_id is null
      union all
      select event.user_id, 0 where event.user_id is not null
    ) as told
  ) as item (
    id, number, place, practice, organisation_id, reader_id, created_at, patient_id, type, category, severity, priority, title,
    message, lexemes, user_id, chance, is_read
  )
  order by created_at`;
