// All that the rules look at, as plain rows. Columns are named as in the database, so that a row here can be loaded as
// it is and a rule can be read beside the schema. Moments are milliseconds since 1970.

export const CHANNELS = ['in_app', 'email'] as const;
export const ROLES = ['owner', 'admin', 'practitioner', 'assistant', 'operator', 'client'] as const;
export const CATEGORIES = ['alerts', 'activity', 'imports', 'system', 'messages', 'reminders'] as const;
export const PRIORITIES = ['low', 'normal', 'high', 'critical'] as const;
export const FREQUENCIES = ['IMMEDIATE', 'DAILY', 'WEEKLY', 'NONE'] as const;
export const SEVERITIES = ['INFO', 'WARNING', 'CRITICAL'] as const;

export type Channel = (typeof CHANNELS)[number];
export type Role = (typeof ROLES)[number];
export type Category = (typeof CATEGORIES)[number];
export type Priority = (typeof PRIORITIES)[number];
export type Frequency = (typeof FREQUENCIES)[number];
export type Outcome = 'send' | 'queue' | 'digest' | 'coalesce' | 'skip';

/** Null: no wish. */
export interface Wishes {
  in_app: boolean | null;
  email: boolean | null;
  frequency: Frequency | null;
}

export interface NotificationType {
  type: string;
  entity_type: string | null;
  category: Category;
  priority: Priority;
  mandatory: boolean;
  audience: Role[];
  tells_actor: boolean;
  default_in_app: boolean;
  default_email: boolean;
  default_frequency: Frequency;
  throttle_seconds: number | null;
}

export interface Account {
  id: string;
  email: string | null;
  confirmed: boolean;
}

interface Organisation {
  id: string;
  timezone: string;
}

/** Something of one organisation. */
interface OfOrganisation {
  organisation_id: string;
}

/** Something of one person in one organisation. */
interface OfMember extends OfOrganisation {
  user_id: string;
}

export interface Member extends OfMember {
  role: Role;
}

export interface Patient extends OfOrganisation {
  id: string;
  team_id: string | null;
  user_id: string | null;
}

interface RecordOfPatient extends OfOrganisation {
  id: string;
  patient_id: string;
}

export interface Override extends OfMember, Wishes {
  id: string;
  type: string | null;
  category: Category | null;
}

export interface OrganisationTypeSettings extends OfOrganisation, Wishes {
  type: string;
  audience: Role[] | null;
}

export interface PersonalSettings extends OfMember {
  /** HH:MM:SS, like every time of day here. */
  digest_at: string;
  /** ISO: 1 is Monday. */
  digest_weekday: number;
  quiet_from: string | null;
  quiet_until: string | null;
}

interface Mute extends OfMember {
  id: string;
  entity_type: string;
  entity_id: string;
  muted_until: number | null;
}

export interface Event extends OfOrganisation {
  id: string;
  type: string;
  severity: (typeof SEVERITIES)[number];
  actor_id: string | null;
  recipient_ids: string[] | null;
  patient_id: string | null;
  team_id: string | null;
  entity_id: string | null;
  throttle_key: string | null;
  dedupe_key: string | null;
}

export interface PastEvent extends Event {
  throttled: boolean;
  accepted_at: number;
}

/** What was decided for somebody about a past event. */
interface PastDelivery extends OfMember {
  event_id: string;
  channel: Channel;
  decision: Outcome;
  created_at: number;
}

export interface World {
  now: number;
  types: NotificationType[];
  accounts: Account[];
  profiles: { user_id: string; timezone: string | null }[];
  suppressed_addresses: string[];
  organisations: Organisation[];
  organisation_settings: (OfOrganisation & { rate_limit_per_minute: number })[];
  organisation_type_settings: OrganisationTypeSettings[];
  members: Member[];
  teams: (OfOrganisation & { id: string })[];
  team_members: (OfMember & { team_id: string })[];
  patients: Patient[];
  implants: RecordOfPatient[];
  appointments: RecordOfPatient[];
  overrides: Override[];
  type_preferences: (OfMember & Wishes & { type: string })[];
  preferences: (OfMember & Wishes & { category: Category })[];
  personal_settings: PersonalSettings[];
  mutes: Mute[];
  past_events: PastEvent[];
  past_deliveries: PastDelivery[];
}

/** A world, and the events that one call brings into it, in their order. */
export interface Scenario {
  world: World;
  events: Event[];
}
