import { expect, expectTypeOf, test } from 'vitest';
import { type NotificationEvent, notificationEventSchema } from '../src/event.ts';
import type { NotificationType } from '../src/types.generated.ts';

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

test('the type of an event is one of the declared types', () => {
  expectTypeOf<NotificationEvent['type']>().toEqualTypeOf<NotificationType>();
});
