// Each rule once, by an example that a person can check. The words of a title are those of docs/rules.md.
import { describe, expect, it } from 'vitest';
import { decide } from './model.ts';
import type { Event, Member, NotificationType, World } from './world.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const [organisation, anna, bruno, file, team] = ['organisation', 'anna', 'bruno', 'file', 'team'];
const anyWish = { in_app: null, email: null, frequency: null };
const theirs = (user_id: string) => ({ organisation_id: organisation, user_id });

const type: NotificationType = {
  type: 'NEWS',
  entity_type: 'thing',
  category: 'activity',
  priority: 'normal',
  mandatory: false,
  audience: ['practitioner', 'admin'],
  tells_actor: false,
  default_in_app: true,
  default_email: true,
  default_frequency: 'IMMEDIATE',
  throttle_seconds: null,
};
const annaTheAdmin: Member = { ...theirs(anna), role: 'admin' };
const brunoThePractitioner: Member = { ...theirs(bruno), role: 'practitioner' };
const settings = { digest_at: '08:00:00', digest_weekday: 1, quiet_from: null, quiet_until: null };

const world = (more: Partial<World> = {}): World => ({
  now,
  types: [type],
  accounts: [anna, bruno].map((id) => ({ id, email: `${id}@invente.test`, confirmed: true })),
  profiles: [],
  suppressed_addresses: [],
  organisations: [{ id: organisation, timezone: 'Europe/Paris' }],
  organisation_settings: [],
  organisation_type_settings: [],
  members: [annaTheAdmin, brunoThePractitioner],
  teams: [],
  team_members: [],
  patients: [],
  implants: [],
  appointments: [],
  overrides: [],
  type_preferences: [],
  preferences: [],
  personal_settings: [],
  mutes: [],
  past_events: [],
  past_deliveries: [],
  ...more,
});

const event = (more: Partial<Event> = {}): Event => ({
  id: 'event',
  organisation_id: organisation,
  type: 'NEWS',
  severity: 'INFO',
  actor_id: null,
  recipient_ids: null,
  patient_id: null,
  team_id: null,
  entity_id: null,
  throttle_key: null,
  dedupe_key: null,
  ...more,
});

/** "send default, skip email_off": what a person gets in-app and by email. */
function told(who: string, more: Partial<World> = {}, about: Partial<Event> = {}): string {
  return decide(world(more), [event(about)])
    .filter(({ user_id }) => user_id === who)
    .map(({ decision, reason }) => `${decision} ${reason}`)
    .join(', ');
}

function emailDue(more: Partial<World>): string | undefined {
  const due = decide(world(more), [event()]).find((one) => one.user_id === anna && one.channel === 'email');
  return due?.due_at === undefined ? undefined : new Date(due.due_at).toISOString();
}

describe('rules 1 to 3: whom an event concerns', () => {
  it('tells members of the audience', () => {
    expect(told(anna)).toBe('send default, send default');
    const clients = [annaTheAdmin, { ...brunoThePractitioner, role: 'client' as const }];
    expect(told(bruno, { members: clients })).toBe('skip role_not_concerned, skip role_not_concerned');
  });

  it('lets the organisation choose the audience, which takes no role from a mandatory type', () => {
    const chosen = { organisation_id: organisation, type: 'NEWS', audience: ['admin' as const], ...anyWish };
    expect(told(bruno, { organisation_type_settings: [chosen] })).toContain('skip role_not_concerned');
    const types = [{ ...type, mandatory: true }];
    expect(told(bruno, { organisation_type_settings: [chosen], types })).toContain('send mandatory');
  });

  it('tells those named, and nobody else', () => {
    expect(told(anna, {}, { recipient_ids: [bruno] })).toContain('skip not_a_recipient');
    expect(told(bruno, {}, { recipient_ids: [bruno] })).toContain('send default');
  });

  it('shows a file to the staff and to the patient', () => {
    const patients = [{ id: file, organisation_id: organisation, team_id: null, user_id: null }];
    const operators = [annaTheAdmin, { ...brunoThePractitioner, role: 'operator' as const }];
    const types = [{ ...type, audience: ['admin' as const, 'operator' as const] }];
    expect(told(anna, { patients, types }, { patient_id: file })).toContain('send');
    expect(told(bruno, { patients, types, members: operators }, { patient_id: file })).toContain('no_access');
    const own = [{ id: file, organisation_id: organisation, team_id: team, user_id: bruno }];
    expect(told(bruno, { patients: own, types, members: operators }, { patient_id: file })).toContain('send');
  });

  it('shows a file that a team keeps to its members and to admins', () => {
    const patients = [{ id: file, organisation_id: organisation, team_id: team, user_id: null }];
    const team_members = [{ ...theirs(bruno), team_id: team }];
    expect(told(anna, { patients }, { patient_id: file })).toContain('send');
    expect(told(bruno, { patients }, { patient_id: file })).toContain('no_access');
    expect(told(bruno, { patients, team_members }, { patient_id: file })).toContain('send');
  });

  it('shows what concerns a team to its members and to admins', () => {
    expect(told(anna, {}, { team_id: team })).toContain('send');
    expect(told(bruno, {}, { team_id: team })).toContain('no_access');
    expect(told(bruno, { team_members: [{ ...theirs(bruno), team_id: team }] }, { team_id: team })).toContain(
      'send',
    );
  });

  it('does not tell the actor, unless the type does or the event names them', () => {
    expect(told(anna, {}, { actor_id: anna })).toBe('skip actor, skip actor');
    expect(told(anna, { types: [{ ...type, tells_actor: true }] }, { actor_id: anna })).toContain('send');
    expect(told(anna, {}, { actor_id: anna, recipient_ids: [anna] })).toContain('send');
  });
});

describe('rule 0: an event that is there', () => {
  it('is neither told again, nor a reason to throttle', () => {
    const types = [{ ...type, throttle_seconds: 60 }];
    const past = { ...event({ id: 'past', dedupe_key: 'x' }), throttled: false, accepted_at: now - 90_000 };
    const news = [
      event({ id: 'duplicate', dedupe_key: 'x' }),
      event({ id: 'first' }),
      event({ id: 'second' }),
    ];
    const told = decide(world({ types, past_events: [past] }), news).filter(
      ({ user_id, channel }) => user_id === anna && channel === 'in_app',
    );
    expect(told.map(({ event_id, reason }) => `${event_id} ${reason}`)).toEqual([
      'duplicate duplicate',
      'first default',
      'second throttled',
    ]);
  });
});

describe('rules 4 to 7: the wishes', () => {
  const off = { ...anyWish, in_app: false, email: false };
  const on = { ...anyWish, in_app: true, email: true };
  const override = { id: 'o', ...theirs(anna), type: 'NEWS', category: null };

  it('keeps a mandatory type on in-app, and there alone', () => {
    const more = { types: [{ ...type, mandatory: true }], overrides: [{ ...override, ...off }] };
    expect(told(anna, more)).toBe('send mandatory, skip email_off');
  });

  it('lets the first that speaks win', () => {
    const more: Partial<World> = {
      organisation_type_settings: [{ organisation_id: organisation, type: 'NEWS', audience: null, ...off }],
    };
    expect(told(anna, more)).toBe('skip in_app_off, skip email_off');
    more.preferences = [{ ...theirs(anna), category: 'activity', ...on }];
    expect(told(anna, more)).toBe('send preference, send preference');
    more.type_preferences = [{ ...theirs(anna), type: 'NEWS', ...off }];
    expect(told(anna, more)).toBe('skip in_app_off, skip email_off');
    more.overrides = [{ ...override, type: null, category: 'activity', ...on }];
    expect(told(anna, more)).toBe('send override, send override');
    more.overrides.push({ ...override, ...off });
    expect(told(anna, more)).toBe('skip in_app_off, skip email_off');
  });

  it('looks each wish up on its own', () => {
    const overrides = [{ ...override, ...anyWish, email: false }];
    expect(told(anna, { overrides })).toBe('send default, skip email_off');
  });

  it('sends no email at the frequency NONE', () => {
    const preferences = [
      { ...theirs(anna), category: 'activity' as const, ...anyWish, frequency: 'NONE' as const },
    ];
    expect(told(anna, { preferences })).toBe('send default, skip frequency_none');
  });
});

describe('rules 8 to 11: what stops a channel that is on', () => {
  const mute = { id: 'm', ...theirs(anna), entity_type: 'thing', entity_id: 'it', muted_until: null };

  it('is silent about what the person muted, until the mute ends', () => {
    expect(told(anna, { mutes: [mute] }, { entity_id: 'it' })).toBe('skip muted, skip muted');
    expect(told(anna, { mutes: [{ ...mute, muted_until: now }] }, { entity_id: 'it' })).toContain('send');
    expect(told(anna, { mutes: [{ ...mute, entity_type: 'other' }] }, { entity_id: 'it' })).toContain('send');
  });

  it('is silent about a muted file, but for what is mandatory', () => {
    const patients = [{ id: file, organisation_id: organisation, team_id: null, user_id: null }];
    const mutes = [{ ...mute, entity_type: 'patient', entity_id: file }];
    const types = [{ ...type, mandatory: true }];
    expect(told(anna, { patients, mutes, types }, { patient_id: file })).toBe('send mandatory, skip muted');
  });

  it('lets one event of a key through until the throttle has passed', () => {
    const types = [{ ...type, mandatory: true, throttle_seconds: 60 }];
    const past = { ...event({ id: 'past', entity_id: 'it' }), throttled: false };
    const ago = (seconds: number) => ({
      types,
      past_events: [{ ...past, accepted_at: now - seconds * 1000 }],
    });
    expect(told(anna, ago(59), { entity_id: 'it' })).toBe('skip throttled, skip throttled');
    expect(told(anna, ago(60), { entity_id: 'it' })).toContain('send');
    expect(told(anna, ago(59), { entity_id: 'other' })).toContain('send');
    expect(told(anna, ago(59), { entity_id: 'it', throttle_key: 'mine' })).toContain('send');
  });

  it('writes to no address that is suppressed, unconfirmed or missing', () => {
    expect(told(anna, { suppressed_addresses: ['anna@invente.test'] })).toBe('send default, skip suppressed');
    const unconfirmed = [{ id: anna, email: 'anna@invente.test', confirmed: false }];
    expect(told(anna, { accounts: [...unconfirmed, ...world().accounts.slice(1)] })).toBe(
      'send default, skip no_confirmed_address',
    );
  });
});

describe('rules 12 to 15: what delays, gathers or sends', () => {
  it('keeps email for the next digest of the person', () => {
    const types = [{ ...type, default_frequency: 'DAILY' as const }];
    expect(told(anna, { types })).toBe('send default, digest frequency_daily');
    expect(emailDue({ types })).toBe('2026-11-22T07:00:00.000Z');
    expect(emailDue({ types, now: Date.parse('2026-11-21T07:00:00Z') })).toBe('2026-11-22T07:00:00.000Z');
    const weekly = [{ ...type, default_frequency: 'WEEKLY' as const }];
    expect(emailDue({ types: weekly })).toBe('2026-11-23T07:00:00.000Z');
    const profiles = [{ user_id: anna, timezone: 'America/New_York' }];
    const personal_settings = [{ ...theirs(anna), ...settings, digest_at: '18:30:00', digest_weekday: 6 }];
    expect(emailDue({ types: weekly, profiles, personal_settings })).toBe('2026-11-21T23:30:00.000Z');
  });

  it('gathers what is more than the organisation allows in 60 seconds', () => {
    const organisation_settings = [{ organisation_id: organisation, rate_limit_per_minute: 2 }];
    const news = [event({ id: 'first' }), event({ id: 'second' }), event({ id: 'third' })];
    const reasons = (types: NotificationType[]): string[] =>
      decide(world({ organisation_settings, types }), news)
        .filter(({ user_id, channel }) => user_id === anna && channel === 'in_app')
        .map(({ decision }) => decision);
    expect(reasons([type])).toEqual(['send', 'send', 'coalesce']);
    expect(reasons([{ ...type, priority: 'critical' }])).toEqual(['send', 'send', 'send']);
    const mixed = [type, { ...type, type: 'EMERGENCY', priority: 'critical' as const }];
    const storm = [
      event({ id: 'first', type: 'EMERGENCY' }),
      event({ id: 'second', type: 'EMERGENCY' }),
      event({ id: 'third' }),
    ];
    const afterAStorm = decide(world({ organisation_settings, types: mixed }), storm);
    expect(afterAStorm.filter(({ decision }) => decision === 'coalesce')).toEqual([]);
  });

  it('queues email until the quiet hours end', () => {
    const quiet = (quiet_from: string, quiet_until: string): Partial<World> => ({
      personal_settings: [{ ...theirs(anna), ...settings, quiet_from, quiet_until }],
    });
    // It is 13:00 in Paris.
    expect(told(anna, quiet('13:00:00', '14:00:00'))).toBe('send default, queue quiet_hours');
    expect(emailDue(quiet('13:00:00', '14:00:00'))).toBe('2026-11-21T13:00:00.000Z');
    expect(emailDue(quiet('12:00:00', '07:00:00'))).toBe('2026-11-22T06:00:00.000Z');
    expect(emailDue(quiet('20:00:00', '13:30:00'))).toBe('2026-11-21T12:30:00.000Z');
    expect(emailDue(quiet('12:00:00', '13:00:00'))).toBeUndefined();
    const types = [{ ...type, priority: 'critical' as const }];
    expect(told(anna, { ...quiet('13:00:00', '14:00:00'), types })).toBe('send default, send default');
  });
});
