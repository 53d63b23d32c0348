import { expect, expectTypeOf, test } from 'vitest';
import { type NotificationEvent, notificationEventSchema } from '../src/event.ts';
import {
  type AcceptedType,
  acceptedTypes,
  notificationTypes,
  type TypeAlias,
  typeAliases,
} from '../src/types.generated.ts';

const event: NotificationEvent = {
  type: 'ISQ_CRITICAL',
  organisationId: '00000000-0000-4000-8000-000000000001',
  createdAt: '2026-11-21T08:30:00+01:00',
};

test('an event of the specification is accepted', () => {
  expect(notificationEventSchema.parse(event)).toEqual(event);
});

test.each([
  ['type', { ...event, type: 'ISQ_TERRIBLE' }],
  ['organisationId', { ...event, organisationId: 'lumiere' }],
  ['severity', { ...event, severity: 'FATAL' }],
  ['createdAt', { ...event, createdAt: '2026-11-21' }],
  ['recipientIds', { ...event, recipientIds: [] }],
  ['dedupeKey', { ...event, dedupeKey: '' }],
  ['throttleKey', { ...event, throttleKey: 'k'.repeat(201) }],
  ['teamId', { ...event, teamId: 'chirurgie' }],
  ['expiresAt', { ...event, expiresAt: '2026-11-22T08:30:00' }],
  ['expiresIn', { ...event, expiresIn: 0 }],
  ['expiresIn', { ...event, expiresIn: 31_536_001 }],
])('a wrong %s is refused by its name', (field, wrong) => {
  const { error } = notificationEventSchema.safeParse(wrong);
  expect(error?.issues.map(({ path }) => path[0])).toEqual([field]);
});

test('a field that is not of an event is refused', () => {
  expect(
    notificationEventSchema.safeParse({ ...event, organisation_id: 'x' }).error?.issues[0],
  ).toMatchObject({
    code: 'unrecognized_keys',
    keys: ['organisation_id'],
  });
});

test('a team, a key to throttle by and an expiry are accepted', () => {
  const full = {
    ...event,
    teamId: '00000000-0000-4000-8000-000000000002',
    throttleKey: 'gants-m',
    expiresIn: 31_536_000,
  };
  expect(notificationEventSchema.parse(full)).toEqual(full);
  const until = { ...event, expiresAt: '2026-11-22T08:30:00+01:00' };
  expect(notificationEventSchema.parse(until)).toEqual(until);
});

test.each(Object.entries(typeAliases))('an event may call its type %s', (alias, type) => {
  expect(notificationEventSchema.safeParse({ ...event, type: alias }).success).toBe(true);
  expect(notificationTypes[type].alias).toBe(alias);
});

test('what only the engine makes is refused from outside', () => {
  expect(notificationEventSchema.safeParse({ ...event, type: 'NOTIFICATION_SUMMARY' }).success).toBe(false);
  expect(Object.keys(notificationTypes).filter((name) => !acceptedTypes.includes(name as never))).toEqual([
    'NOTIFICATION_RETRACTED',
    'NOTIFICATION_SUMMARY',
  ]);
});

test('the type of an event is one of the accepted types, or an alias', () => {
  expectTypeOf<NotificationEvent['type']>().toEqualTypeOf<AcceptedType | TypeAlias>();
  expectTypeOf<'mandat.created'>().toExtend<TypeAlias>();
  expectTypeOf<'NOTIFICATION_SUMMARY'>().not.toExtend<AcceptedType>();
});
