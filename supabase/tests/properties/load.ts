// Writes a world into the database. The caller holds a transaction open, and takes all of it back.
import type { Client } from 'pg';
import { id } from './ids.ts';
import type { Event, World } from './world.ts';

type Row = Record<string, unknown>;

/**
 * Makes the transaction a laboratory: rows are facts, since no trigger tells people of them, and the engine's clock is
 * the scenario's. Once for all scenarios, because either makes the database forget its plans.
 */
export async function prepare(client: Client): Promise<void> {
  await client.query('set local session_replication_role = replica');
  await client.query(
    `create or replace function notify.clock() returns timestamptz language sql stable set search_path = ''
     as $$ select current_setting('tests.now')::timestamptz $$`,
  );
}

export async function load(client: Client, world: World): Promise<void> {
  for (const [table, rows] of Object.entries(tablesOf(world))) await insert(client, table, rows);
  await settleTypes(client, world);
  await client.query(`select set_config('tests.now', $1, true)`, [iso(world.now)]);
}

/** Writes rows that name the same columns. */
async function insert(client: Client, table: string, rows: Row[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  await client.query({
    name: `load ${table}`,
    text: `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`,
    values: [JSON.stringify(rows)],
  });
}

/** The types keep their words and get the scenario's rules. */
async function settleTypes(client: Client, { types }: World): Promise<void> {
  await client.query({
    name: 'settle types',
    text: `update notify.types as kept set
        category = drawn.category, priority = drawn.priority, mandatory = drawn.mandatory,
        audience = drawn.audience, tells_actor = drawn.tells_actor, default_in_app = drawn.default_in_app,
        default_email = drawn.default_email, default_frequency = drawn.default_frequency,
        throttle_seconds = drawn.throttle_seconds
      from jsonb_populate_recordset(null::notify.types, $1) as drawn
      where kept.type = drawn.type`,
    values: [JSON.stringify(types)],
  });
}

const iso = (moment: number): string => new Date(moment).toISOString();

function tablesOf(world: World): Record<string, Row[]> {
  return {
    'auth.users': world.accounts.map(({ id, email, confirmed }) => ({
      id,
      instance_id: '00000000-0000-0000-0000-000000000000',
      aud: 'authenticated',
      role: 'authenticated',
      email,
      email_confirmed_at: confirmed ? iso(world.now) : null,
    })),
    'public.profiles': world.profiles.map((row) => ({ ...row, full_name: 'Personne Inventée' })),
    'notify.suppressed_addresses': world.suppressed_addresses.map((address) => ({
      address,
      reason: 'bounce',
      created_at: iso(world.now),
    })),
    'public.organisations': world.organisations.map((row) => ({
      ...row,
      name: 'Cabinet inventé',
      locale: 'fr',
      created_at: iso(world.now),
    })),
    'public.organisation_notification_settings': world.organisation_settings.map((row) => ({
      ...row,
      reminder_hours: [],
      retention_days: 365,
    })),
    'public.organisation_type_settings': world.organisation_type_settings.map((row) => ({ ...row })),
    'public.organisation_members': world.members.map((row) => ({ ...row, created_at: iso(world.now) })),
    'public.teams': world.teams.map((row) => ({
      ...row,
      name: 'Équipe inventée',
      created_at: iso(world.now),
    })),
    'public.team_members': world.team_members.map((row) => ({ ...row, created_at: iso(world.now) })),
    'public.patients': world.patients.map((row) => ({
      ...row,
      first_name: 'Zébulon',
      last_name: 'Inexistant',
      created_at: iso(world.now),
    })),
    'public.implants': world.implants.map((row) => ({ ...row, tooth: '26', created_at: iso(world.now) })),
    'public.appointments': world.appointments.map((row) => ({
      ...row,
      starts_at: iso(world.now + 86_400_000),
      ends_at: iso(world.now + 90_000_000),
      status: 'scheduled',
    })),
    'public.notification_overrides': world.overrides.map((row) => ({
      ...row,
      reason: 'Essai',
      created_at: iso(world.now),
    })),
    'public.notification_type_preferences': world.type_preferences.map((row) => ({
      ...row,
      updated_at: iso(world.now),
    })),
    'public.notification_preferences': world.preferences.map((row) => ({
      ...row,
      updated_at: iso(world.now),
    })),
    'public.notification_settings': world.personal_settings.map((row) => ({ ...row })),
    'public.notification_mutes': world.mutes.map((row) => ({
      ...row,
      muted_until: row.muted_until === null ? null : iso(row.muted_until),
      created_at: iso(world.now),
    })),
    'public.notification_events': world.past_events.map((event) => pastEvent(world, event)),
    'public.notification_deliveries': world.past_deliveries.map((row) => ({
      ...row,
      reason: 'default',
      rule: 'default',
      created_at: iso(row.created_at),
    })),
  };
}

function pastEvent(world: World, event: World['past_events'][number]): Row {
  const type = world.types.find((one) => one.type === event.type);
  const at = iso(event.accepted_at);
  return {
    id: event.id,
    organisation_id: event.organisation_id,
    type: event.type,
    severity: event.severity,
    priority: type?.priority,
    patient_id: event.patient_id,
    team_id: event.team_id,
    entity_type: type?.entity_type,
    entity_id: event.entity_id,
    payload: {},
    dedupe_key: event.dedupe_key,
    // As it is kept: empty for the organisation's own.
    throttle_key: type?.throttle_seconds
      ? (event.throttle_key ?? event.entity_id ?? event.patient_id ?? '')
      : null,
    throttled_by: event.throttled ? id('past event', 9999) : null,
    created_at: at,
    accepted_at: at,
  };
}

/** What notify() is given. */
export function jsonOf(event: Event): Row {
  return {
    type: event.type,
    organisationId: event.organisation_id,
    severity: event.severity,
    actorId: event.actor_id,
    recipientIds: event.recipient_ids,
    patientId: event.patient_id,
    teamId: event.team_id,
    entityId: event.entity_id,
    throttleKey: event.throttle_key,
    dedupeKey: event.dedupe_key,
  };
}
