// From a draw to rows: what points at nothing is left out, and of two rows with one key the first stays.
import type fc from 'fast-check';
import {
  type Draw,
  draws,
  ORGANISATIONS,
  PATIENTS,
  PEOPLE,
  TEAMS,
  type Time,
  type TypeName,
} from './arbitraries.ts';
import { wallClock } from './clock.ts';
import { firstOfEach, isMember, nowOf, numbers, ofMembers, typeAt, typesOf, zonesOf } from './drawn.ts';
import { entityId, id, memberKey, patientId, teamId } from './ids.ts';
import type { Event, Member, Patient, Scenario, World } from './world.ts';

/** @param catalogue types that events may have */
export const scenarios = (catalogue: TypeName[]): fc.Arbitrary<Scenario> =>
  draws(catalogue).map((draw) => ({ world: worldOf(draw), events: eventsOf(draw) }));

function worldOf(draw: Draw): World {
  const past = pastOf(draw);
  return {
    now: nowOf(draw),
    types: typesOf(draw),
    ...peopleOf(draw),
    ...organisationsOf(draw),
    members: membersOf(draw),
    ...filesOf(draw),
    ...wishesOf(draw),
    ...timesAndMutesOf(draw),
    past_events: past.map(({ event }) => event),
    past_deliveries: past.flatMap(({ event, deliveries }) =>
      firstOfEach(deliveries, ({ person, channel }) => [person, channel]).map(
        ({ person, channel, decision }) => ({
          event_id: event.id,
          organisation_id: event.organisation_id,
          user_id: id('account', person),
          channel,
          decision,
          created_at: event.accepted_at,
        }),
      ),
    ),
  };
}

const peopleOf = (draw: Draw) => ({
  accounts: draw.accounts.map(({ address, unconfirmed }, person) => ({
    id: id('account', person),
    email: address === 'none' ? null : `${address === 'Mixed' ? 'P' : 'p'}ersonne-${person}@invente.test`,
    confirmed: !unconfirmed,
  })),
  profiles: draw.accounts.flatMap(({ hasProfile, zone }, person) =>
    hasProfile ? [{ user_id: id('account', person), timezone: zone }] : [],
  ),
  suppressed_addresses: draw.accounts.flatMap(({ suppressed }, person) =>
    suppressed ? [`personne-${person}@invente.test`] : [],
  ),
});

const organisationsOf = (draw: Draw) => ({
  organisations: zonesOf(draw).map((timezone, number) => ({ id: id('organisation', number), timezone })),
  organisation_settings: draw.rateLimits.flatMap((limit, number) =>
    // Of 20 and more, which a flood brings, the default is the limit.
    limit === null || draw.flood?.organisation === number
      ? []
      : [{ organisation_id: id('organisation', number), rate_limit_per_minute: limit }],
  ),
  organisation_type_settings: firstOfEach(
    draw.typesOfOrganisations.map(({ organisation, type, ...settings }) => ({
      organisation_id: id('organisation', organisation),
      type: typeAt(draw, type).type,
      ...settings,
    })),
    (row) => [row.organisation_id, row.type],
  ),
  teams: numbers(ORGANISATIONS * TEAMS).map((number) => {
    const organisation = Math.floor(number / TEAMS);
    return {
      id: teamId(organisation, number % TEAMS),
      organisation_id: id('organisation', organisation),
    };
  }),
});

const membersOf = (draw: Draw): Member[] =>
  draw.roles.flatMap((role, number) => {
    const who = { organisation: Math.floor(number / PEOPLE), person: number % PEOPLE };
    return role === null ? [] : [{ ...memberKey(who), role }];
  });

function filesOf(draw: Draw) {
  const patients = draw.patients.map(({ team, person }, number): Patient => {
    const organisation = Math.floor(number / PATIENTS);
    return {
      id: patientId(organisation, number % PATIENTS),
      organisation_id: id('organisation', organisation),
      team_id: team === null ? null : teamId(organisation, team),
      user_id: person !== null && isMember(draw, { organisation, person }) ? id('account', person) : null,
    };
  });
  const oneEach = (kind: 'implant' | 'appointment') =>
    patients.map((patient, number) => ({
      id: id(kind, number),
      organisation_id: patient.organisation_id,
      patient_id: patient.id,
    }));
  return {
    patients,
    implants: oneEach('implant'),
    appointments: oneEach('appointment'),
    team_members: ofMembers(draw, draw.teamMembers, ({ team }) => team).map((row) => ({
      ...memberKey(row),
      team_id: teamId(row.organisation, row.team),
    })),
  };
}

function wishesOf(draw: Draw) {
  const hasWish = (row: Draw['overrides'][number]): boolean =>
    row.in_app !== null || row.email !== null || row.frequency !== null;
  const wishes = ({ in_app, email, frequency }: Draw['preferences'][number]) => ({
    in_app,
    email,
    frequency,
  });
  const typeName = ({ type }: { type: number }): string => typeAt(draw, type).type;
  const category = ({ type }: { type: number }) => typeAt(draw, type).category;
  return {
    overrides: ofMembers(draw, draw.overrides.filter(hasWish), (row) =>
      row.ofType ? typeName(row) : category(row),
    ).map((row, number) => ({
      id: id('override', number),
      ...memberKey(row),
      type: row.ofType ? typeName(row) : null,
      category: row.ofType ? null : category(row),
      ...wishes(row),
    })),
    type_preferences: ofMembers(draw, draw.typePreferences, typeName).map((row) => ({
      ...memberKey(row),
      type: typeName(row),
      ...wishes(row),
    })),
    preferences: ofMembers(draw, draw.preferences, category).map((row) => ({
      ...memberKey(row),
      category: category(row),
      ...wishes(row),
    })),
  };
}

function timeOf(draw: Draw, who: { organisation: number; person: number }, time: Time): string {
  if ('fromNow' in time) {
    const account = draw.accounts[who.person];
    const zone = (account?.hasProfile && account.zone) || (zonesOf(draw)[who.organisation] ?? 'UTC');
    return wallClock(nowOf(draw) + time.fromNow * 60_000, zone).time;
  }
  return wallClock(time.minutes * 60_000, 'UTC').time;
}

const timesAndMutesOf = (draw: Draw) => ({
  personal_settings: ofMembers(draw, draw.personalSettings, () => null).map((row) => {
    const from = row.quiet && timeOf(draw, row, row.quiet.from);
    const until = row.quiet && timeOf(draw, row, row.quiet.until);
    return {
      ...memberKey(row),
      digest_at: timeOf(draw, row, row.digestAt),
      digest_weekday: row.weekday,
      ...(from === until
        ? { quiet_from: null, quiet_until: null }
        : { quiet_from: from, quiet_until: until }),
    };
  }),
  mutes: firstOfEach(
    draw.mutes
      .filter((row) => isMember(draw, row))
      .map((row, number) => {
        const kind = row.of === 'patient' ? 'patient' : (typeAt(draw, row.type).entity_type ?? 'patient');
        return {
          id: id('mute', number),
          ...memberKey(row),
          // The right id under another kind mutes nothing.
          entity_type: row.of === 'something else' ? 'something_else' : kind,
          entity_id: entityId(kind, row.organisation, row.record),
          muted_until: row.secondsLeft === null ? null : nowOf(draw) + row.secondsLeft * 1000,
        };
      }),
    (row) => [row.organisation_id, row.user_id, row.entity_type, row.entity_id],
  ),
});

/** What an event is about. */
function subjectOf(draw: Draw, about: Omit<Draw['past'][number], 'throttled' | 'age' | 'deliveries'>): Event {
  const { organisation, patient, record, team, throttleKey, dedupeKey } = about;
  const { type, entity_type, throttle_seconds } = typeAt(draw, about.type);
  const isOfPatient = record !== null && (entity_type === 'implant' || entity_type === 'appointment');
  // The patient given is the entity's, and the team given is that of the file.
  const given = patient !== null && isOfPatient ? record : patient;
  const file = isOfPatient ? record : patient;
  const fileTeam = file === null ? null : (draw.patients[organisation * PATIENTS + file]?.team ?? null);
  return {
    id: '',
    organisation_id: id('organisation', organisation),
    type,
    severity: 'INFO',
    actor_id: null,
    recipient_ids: null,
    patient_id: given === null ? null : patientId(organisation, given),
    team_id: team === null ? null : teamId(organisation, fileTeam ?? team),
    entity_id: record === null ? null : entityId(entity_type, organisation, record),
    throttle_key:
      // Refused where it means nothing.
      throttle_seconds === null
        ? null
        : throttleKey === 'the entity'
          ? entityId(entity_type, organisation, 0)
          : throttleKey,
    dedupe_key: dedupeKey,
  };
}

function eventsOf(draw: Draw): Event[] {
  const members = (event: Draw['events'][number], people: (number | null)[]): string[] =>
    people.flatMap((person) =>
      person !== null && isMember(draw, { organisation: event.organisation, person })
        ? [id('account', person)]
        : [],
    );
  return draw.events.map((event, number) => {
    const recipients = members(event, event.recipients ?? []);
    return {
      ...subjectOf(draw, event),
      id: id('event', number),
      severity: event.severity,
      actor_id: members(event, [event.actor])[0] ?? null,
      recipient_ids: recipients.length > 0 ? recipients : null,
    };
  });
}

function pastOf(draw: Draw) {
  const { flood } = draw;
  const flooding = numbers(flood?.count ?? 0).map((number) => ({
    organisation: flood?.organisation ?? 0,
    type: flood?.type ?? 0,
    patient: null,
    record: null,
    team: null,
    throttleKey: `flood ${number}`,
    dedupeKey: null,
    throttled: false,
    age: 10,
    deliveries: flood ? [{ person: flood.person, channel: flood.channel, decision: 'send' as const }] : [],
  }));
  const past = [...draw.past, ...flooding].map(({ throttled, age, deliveries, ...about }, number) => ({
    event: {
      ...subjectOf(draw, about),
      id: id('past event', number),
      throttled,
      accepted_at: nowOf(draw) - age * 1000,
    },
    deliveries,
  }));
  return firstOfEach(past, ({ event }) => [event.organisation_id, event.dedupe_key ?? event.id]);
}
