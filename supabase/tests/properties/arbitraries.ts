// Raw draws of a scenario: people, records and types are numbers here, and scenario.ts makes rows of them. What is
// seldom true in life is frequent, and times fall near the edges of each rule, since edges are where rules break.
import fc from 'fast-check';
import {
  CATEGORIES,
  CHANNELS,
  FREQUENCIES,
  type NotificationType,
  type Outcome,
  PRIORITIES,
  ROLES,
  SEVERITIES,
} from './world.ts';

export const ORGANISATIONS = 2;
export const PEOPLE = 7;
/** In each organisation. */
export const TEAMS = 2;
/** In each organisation, with an implant and an appointment for each. */
export const PATIENTS = 3;

/** What a type is in every scenario; the rest of it is drawn. */
export type TypeName = Pick<NotificationType, 'type' | 'entity_type'>;

const ZONES = [
  'Europe/Paris',
  'America/New_York',
  'America/Santiago',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Kiritimati',
  'UTC',
];

/** Changes of clocks, by the moment when they happen. */
const CHANGES = [
  { zone: 'Europe/Paris', moment: '2026-03-29T01:00:00Z' },
  { zone: 'Europe/Paris', moment: '2026-10-25T01:00:00Z' },
  { zone: 'America/New_York', moment: '2026-03-08T07:00:00Z' },
  { zone: 'America/New_York', moment: '2026-11-01T06:00:00Z' },
  { zone: 'America/Santiago', moment: '2026-04-05T03:00:00Z' },
  { zone: 'America/Santiago', moment: '2026-09-06T04:00:00Z' },
  { zone: 'Australia/Lord_Howe', moment: '2026-04-04T15:00:00Z' },
  { zone: 'Australia/Lord_Howe', moment: '2026-10-03T15:30:00Z' },
  { zone: 'Pacific/Auckland', moment: '2026-04-04T14:00:00Z' },
  { zone: 'Pacific/Auckland', moment: '2026-09-26T14:00:00Z' },
];

// Most rows are of the first of each, so that they meet.
const organisation = fc.constantFrom<number>(0, 0, 0, 1);
const person = fc.oneof(fc.nat(2), fc.nat(PEOPLE - 1));
/** An index that is taken modulo the number of types drawn. */
const type = fc.oneof(fc.nat(1), fc.nat(5));
const patient = fc.nat(PATIENTS - 1);
const sometimes = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { freq: 2 });
const rarely = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: value },
  );
/** fast-check prefers short arrays; a world needs rows that meet. */
const rows = <Row>(row: fc.Arbitrary<Row>, maxLength: number) => fc.array(row, { maxLength, size: 'max' });
const seldom = fc.nat(7).map((one) => one === 7);

const moment = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      change: fc.constantFrom(...CHANGES),
      days: fc.constantFrom(0, 0, -1, -1, -6),
      minutes: fc.integer({ min: -180, max: 180 }),
      seconds: fc.constantFrom(0, 0, 1, 59),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      change: fc.constantFrom(...ZONES.map((zone) => ({ zone, moment: '2026-01-01T00:00:00Z' }))),
      days: fc.nat(729),
      minutes: fc.nat(24 * 60 - 1),
      seconds: fc.constantFrom(0, 0, 1, 59),
    }),
  },
);

/** A time of day, or so many minutes from now on the person's clock. */
export type Time = { minutes: number } | { fromNow: number };
const fromNow = (...minutes: number[]): fc.Arbitrary<Time> =>
  fc.record({ fromNow: fc.constantFrom(...minutes) });
const time: fc.Arbitrary<Time> = fc.oneof(
  // The hours that a change of clocks skips or repeats.
  {
    weight: 3,
    arbitrary: fc.record({ minutes: fc.constantFrom(0, 30, 60, 90, 105, 120, 135, 150, 1380, 1410) }),
  },
  { weight: 1, arbitrary: fc.record({ minutes: fc.nat(24 * 60 - 1) }) },
  { weight: 2, arbitrary: fromNow(-60, -30, -1, 0, 1, 30, 60) },
);
const quiet = fc.oneof(
  fc.record({ from: time, until: time }),
  fc.record({ from: fromNow(-600, -90, -1, 0, 0), until: fromNow(1, 30, 90, 600) }),
  fc.record({ from: fromNow(-600, -90, 1, 600), until: fromNow(0, 0, -1, 1) }),
  fc.record({ from: fromNow(-600, -90, -1, 0), until: time }),
);

const frequency = fc.constantFrom(...FREQUENCIES, 'IMMEDIATE', 'IMMEDIATE', 'DAILY', 'WEEKLY');
const wishes = {
  in_app: sometimes(fc.boolean()),
  email: sometimes(fc.constantFrom(true, true, false)),
  frequency: sometimes(frequency),
};

const audience = fc.oneof(
  fc.subarray([...ROLES], { minLength: 1 }),
  fc.subarray([...ROLES], { minLength: ROLES.length - 1 }),
);

const typeSettings = (catalogue: TypeName[]) =>
  fc.record({
    name: fc.constantFrom(...catalogue),
    category: fc.constantFrom(...CATEGORIES),
    priority: fc.constantFrom(...PRIORITIES, 'normal', 'high'),
    mandatory: fc.constantFrom(false, false, false, true),
    audience,
    tells_actor: fc.boolean(),
    default_in_app: fc.constantFrom(true, true, true, false),
    default_email: fc.constantFrom(true, true, true, false),
    default_frequency: frequency,
    throttle_seconds: sometimes(fc.constantFrom(30, 60, 300)),
  });

/** What an event tells, and what its throttle goes by. */
const subject = {
  organisation,
  type,
  patient: rarely(patient),
  record: sometimes(fc.constantFrom<number>(0, 0, 1, 2)),
  team: rarely(fc.nat(TEAMS - 1)),
  throttleKey: rarely(fc.constantFrom<string>('a', 'the entity')),
  dedupeKey: rarely(fc.constantFrom('x', 'y')),
};

/** In seconds. Also those of the throttles and of the rate limit, to the second. */
const age = fc.constantFrom<number>(0, 1, 29, 30, 31, 59, 60, 61, 299, 300, 301, 4000);
const channel = fc.constantFrom(...CHANNELS);
const decision = fc.constantFrom<Outcome>('send', 'send', 'queue', 'digest', 'coalesce', 'skip');

/** One of each, in an order that numbers them. */
const each = <Value>(value: fc.Arbitrary<Value>, count: number) =>
  fc.array(value, { minLength: count, maxLength: count });

/** @param catalogue types that events may have */
export const draws = (catalogue: TypeName[]) =>
  fc.record({
    moment,
    types: fc.uniqueArray(typeSettings(catalogue), {
      selector: ({ name }) => name.type,
      minLength: Math.min(3, catalogue.length),
      maxLength: 6,
    }),
    accounts: each(
      fc.record({
        address: fc.constantFrom(...Array<'lower'>(8).fill('lower'), 'Mixed', 'Mixed', 'none'),
        unconfirmed: seldom,
        suppressed: seldom,
        hasProfile: fc.boolean(),
        zone: sometimes(fc.constantFrom(...ZONES)),
      }),
      PEOPLE,
    ),
    otherZone: fc.constantFrom(...ZONES),
    rateLimits: each(sometimes(fc.integer({ min: 1, max: 4 })), ORGANISATIONS),
    roles: each(
      fc.option(fc.constantFrom(...ROLES, 'practitioner', 'assistant'), { freq: 5 }),
      ORGANISATIONS * PEOPLE,
    ),
    teamMembers: rows(fc.record({ organisation, person, team: fc.nat(TEAMS - 1) }), 8),
    patients: each(
      fc.record({ team: rarely(fc.nat(TEAMS - 1)), person: sometimes(person) }),
      ORGANISATIONS * PATIENTS,
    ),
    typesOfOrganisations: rows(
      fc.record({
        organisation,
        type,
        audience: sometimes(audience),
        ...wishes,
      }),
      6,
    ),
    overrides: rows(fc.record({ organisation, person, type, ofType: fc.boolean(), ...wishes }), 8),
    typePreferences: rows(fc.record({ organisation, person, type, ...wishes }), 12),
    preferences: rows(fc.record({ organisation, person, type, ...wishes }), 12),
    personalSettings: rows(
      fc.record({
        organisation,
        person,
        digestAt: time,
        // Clocks change on Sundays.
        weekday: fc.constantFrom(1, 2, 3, 4, 5, 6, 7, 7, 7, 7),
        quiet: fc.option(quiet, { freq: 4 }),
      }),
      10,
    ),
    mutes: rows(
      fc.record({
        organisation,
        person,
        of: fc.constantFrom('patient', 'entity', 'entity', 'something else'),
        type,
        record: fc.constantFrom<number>(0, 0, 1, 2),
        secondsLeft: fc.constantFrom(null, null, -1, 0, 1, 3600),
      }),
      10,
    ),
    past: rows(
      fc.record({
        ...subject,
        throttled: fc.boolean(),
        age,
        deliveries: rows(fc.record({ person, channel, decision }), 6),
      }),
      8,
    ),
    /** So many at once as to reach the limit of an organisation that sets none. */
    flood: rarely(
      fc.record({ organisation, type, person, channel, count: fc.integer({ min: 18, max: 21 }) }),
    ),
    events: fc.array(
      fc.record({
        ...subject,
        severity: fc.constantFrom(...SEVERITIES),
        actor: sometimes(person),
        recipients: rarely(fc.uniqueArray(person, { minLength: 1, maxLength: 4 })),
      }),
      { minLength: 1, maxLength: 8, size: 'max' },
    ),
  });

export type Draw = ReturnType<typeof draws> extends fc.Arbitrary<infer Value> ? Value : never;
