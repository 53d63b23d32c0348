// What the rules of the model ask the world for.
import type { Channel, Event, Member, NotificationType, Role, World } from './world.ts';

/** Something that was sent or queued to a person: the rate limit counts it. */
export interface Sent {
  organisation_id: string;
  user_id: string;
  channel: Channel;
  at: number;
}

/** An event that its throttle, if any, let through. */
export interface LetThrough {
  organisation_id: string;
  type: string;
  key: string;
  at: number;
}

export function typeOf(world: World, event: Event): NotificationType {
  for (const type of world.types) if (type.type === event.type) return type;
  throw new Error(`no type ${event.type}`);
}

export function accountOf(world: World, member: Member) {
  for (const account of world.accounts) if (account.id === member.user_id) return account;
  throw new Error(`no account ${member.user_id}`);
}

/** Has the organisation an event with this `dedupeKey`? */
export function isDuplicate(event: Event, known: Event[]): boolean {
  if (event.dedupe_key === null) return false;
  return known.some(
    (other) => other.organisation_id === event.organisation_id && other.dedupe_key === event.dedupe_key,
  );
}

/** Roles that are told: as the organisation says, else as the type says. For a mandatory type it can only add roles. */
export function audienceOf(world: World, type: NotificationType, event: Event): Role[] {
  for (const row of world.organisation_type_settings) {
    if (row.organisation_id === event.organisation_id && row.type === type.type && row.audience !== null) {
      return type.mandatory ? [...type.audience, ...row.audience] : row.audience;
    }
  }
  return type.audience;
}

export const isAdmin = (role: Role): boolean => role === 'owner' || role === 'admin';
export const isStaff = (role: Role): boolean =>
  isAdmin(role) || role === 'practitioner' || role === 'assistant';

export function isInTeam(world: World, member: Member, team: string): boolean {
  return world.team_members.some((row) => row.team_id === team && row.user_id === member.user_id);
}

/** `patientId`, or the patient of the implant or appointment that `entityId` names. */
export function patientOf(world: World, event: Event) {
  let id = event.patient_id;
  const kind = typeOf(world, event).entity_type;
  const records = kind === 'implant' ? world.implants : kind === 'appointment' ? world.appointments : [];
  for (const record of records) if (record.id === event.entity_id) id ??= record.patient_id;
  return world.patients.find((patient) => patient.id === id) ?? null;
}

export const throttleKey = (event: Event): string =>
  event.throttle_key ?? event.entity_id ?? event.patient_id ?? event.organisation_id;

/** Was an event of the same type and key let through less than the throttle's time ago? */
export function isThrottled(
  world: World,
  type: NotificationType,
  event: Event,
  before: LetThrough[],
): boolean {
  if (type.throttle_seconds === null) return false;
  for (const other of before) {
    if (other.organisation_id !== event.organisation_id || other.type !== event.type) continue;
    if (other.key !== throttleKey(event)) continue;
    if (world.now - other.at < type.throttle_seconds * 1000) return true;
  }
  return false;
}

export function letThroughBefore(world: World): LetThrough[] {
  return world.past_events
    .filter((event) => !event.throttled)
    .map((event) => ({ ...event, key: throttleKey(event), at: event.accepted_at }));
}

function isCritical(world: World, pastEvent: string): boolean {
  const event = world.past_events.find(({ id }) => id === pastEvent);
  return event !== undefined && typeOf(world, event).priority === 'critical';
}

export function sentBefore(world: World): Sent[] {
  return world.past_deliveries
    .filter(({ decision }) => decision === 'send' || decision === 'queue')
    .filter(({ event_id }) => !isCritical(world, event_id))
    .map((delivery) => ({ ...delivery, at: delivery.created_at }));
}

export function allowedPerMinute(world: World, organisation: string): number {
  const row = world.organisation_settings.find((settings) => settings.organisation_id === organisation);
  return row?.rate_limit_per_minute ?? 20;
}
