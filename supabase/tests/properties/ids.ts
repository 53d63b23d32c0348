// Ids say what they are of, so that a counterexample can be read.
import { PATIENTS, TEAMS } from './arbitraries.ts';
import type { Member } from './world.ts';

const KINDS = [
  'account',
  'organisation',
  'team',
  'patient',
  'implant',
  'appointment',
  'something',
  'override',
  'mute',
  'event',
  'past event',
] as const;
export type Kind = (typeof KINDS)[number];

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

const PREFIX = 'facade00-';

export const id = (kind: Kind, number: number): string =>
  `${PREFIX}0000-4000-8${hex(KINDS.indexOf(kind), 3)}-${hex(number, 12)}`;

/** Whether a row is the scenario's; else the database chose the id. */
export const isOurs = (uuid: string): boolean => uuid.startsWith(PREFIX);

/** What an id is of, for a person to read; one that the database chose, as it is. */
export function nameOf(uuid: string): string {
  const [, , , kind = '', number = ''] = uuid.split('-');
  if (!isOurs(uuid)) return uuid;
  return `${KINDS[Number.parseInt(kind.slice(1), 16)]} ${Number.parseInt(number, 16)}`;
}

/** A draw's number of a team, which counts from zero in each organisation. */
export const teamId = (organisation: number, team: number): string => id('team', organisation * TEAMS + team);

export const patientId = (organisation: number, patient: number): string =>
  id('patient', organisation * PATIENTS + patient);

/** An entity of the kind that a type names; of kinds without a table here, anything. */
export function entityId(kind: string | null, organisation: number, number: number): string {
  const hasTable = kind === 'implant' || kind === 'appointment' || kind === 'patient';
  return id(hasTable ? kind : 'something', organisation * PATIENTS + number);
}

export const memberKey = (who: { organisation: number; person: number }): Omit<Member, 'role'> => ({
  organisation_id: id('organisation', who.organisation),
  user_id: id('account', who.person),
});
