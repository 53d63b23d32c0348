// What rows of several tables need of a draw.
import { type Draw, PEOPLE } from './arbitraries.ts';
import type { NotificationType } from './world.ts';

export const numbers = (count: number): number[] => Array.from({ length: count }, (_, number) => number);

export function firstOfEach<Row>(rows: Row[], keyOf: (row: Row) => unknown[]): Row[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const key = JSON.stringify(keyOf(row));
    return !seen.has(key) && seen.add(key);
  });
}

export function nowOf({ moment }: Draw): number {
  const minutes = moment.days * 24 * 60 + moment.minutes;
  return Date.parse(moment.change.moment) + (minutes * 60 + moment.seconds) * 1000;
}

export const typesOf = (draw: Draw): NotificationType[] =>
  draw.types.map(({ name, ...settings }) => ({
    ...name,
    ...settings,
    // A type that nobody can turn off is on.
    default_in_app: settings.mandatory || settings.default_in_app,
  }));

export function typeAt(draw: Draw, number: number): NotificationType {
  const types = typesOf(draw);
  return types[number % types.length] as NotificationType;
}

export const isMember = (
  draw: Draw,
  { organisation, person }: { organisation: number; person: number },
): boolean => (draw.roles[organisation * PEOPLE + person] ?? null) !== null;

/** Rows of people who are members; the first of each key. */
export const ofMembers = <Row extends { organisation: number; person: number }>(
  draw: Draw,
  rows: Row[],
  keyOf: (row: Row) => unknown,
): Row[] =>
  firstOfEach(
    rows.filter((row) => isMember(draw, row)),
    (row) => [row.organisation, row.person, keyOf(row)],
  );

export const zonesOf = (draw: Draw): string[] => [draw.moment.change.zone, draw.otherZone];
