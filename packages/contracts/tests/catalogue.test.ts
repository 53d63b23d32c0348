import { describe, expect, it } from 'vitest';
import type { NotificationTypeDefinition } from '../src/define-type.ts';
import { acceptedTypes, notificationTypes, typeAliases } from '../src/types.generated.ts';
import { roles } from '../src/vocabulary.ts';

/** The catalogue against the documents that it was asked for in, kept here as they wrote them. */
const named = (name: string): NotificationTypeDefinition => {
  const type = Object.values<NotificationTypeDefinition>(notificationTypes).find((it) => it.name === name);
  if (type === undefined) throw new Error(`no type ${name}`);
  return type;
};
const called = (alias: string) => named((typeAliases as Record<string, string>)[alias] ?? alias);
const on = ({ defaults }: NotificationTypeDefinition) =>
  (['inApp', 'email', 'push', 'sms'] as const).filter((channel) => defaults[channel]);

describe('the templates of the CRM', () => {
  it.each([
    ['mandat.created', 'web', 'normal'],
    ['mandat.status_changed', 'web', 'normal'],
    ['mandat.overdue', 'web', 'high'],
    ['organisation.assigned', 'web', 'high'],
    ['organisation.updated', 'web', 'low'],
    ['task.assigned', 'web', 'normal'],
    ['task.overdue', 'web', 'high'],
    ['task.completed', 'web', 'low'],
    ['note.mentioned', 'web', 'high'],
    ['document.uploaded', 'web', 'normal'],
    ['document.expiring', 'web', 'high'],
    ['meeting.reminder', 'web', 'normal'],
    ['pipeline.stage_changed', 'web', 'normal'],
    ['report.generated', 'web', 'low'],
    ['system.announcement', 'web', 'critical'],
  ])('%s is on the channel %s by default, with priority %s', (code, _channel, priority) => {
    const type = called(code);
    expect(type.alias).toBe(code);
    expect(type.name).toBe(code.toUpperCase().replace('.', '_'));
    expect(type.priority).toBe(priority);
    expect(on(type)).toEqual(['inApp']);
  });

  it('an announcement is for everyone, whatever they prefer', () => {
    const { audience, mandatory } = called('system.announcement');
    expect(audience).toEqual(roles);
    expect(mandatory).toBe(true);
  });
});

describe('the types of the client spaces', () => {
  it.each([
    ['message', false, ['operator', 'client']],
    ['validation', false, ['client']],
    ['alert', false, ['operator']],
    ['system', true, roles],
    ['graduation', true, ['client']],
    ['payment', false, ['operator', 'client']],
  ])('%s is in-app and by email by default, mandatory: %s, for %s', (code, mandatory, audience) => {
    const type = called(code);
    expect(type.alias).toBe(code);
    expect(type.mandatory ?? false).toBe(mandatory);
    expect(on(type)).toEqual(['inApp', 'email']);
    expect(type.defaults.frequency).toBe('IMMEDIATE');
    expect(type.audience).toEqual(audience);
  });
});

it('a change of role has its events', () => {
  expect(called('UserPromotedToMinisterEvent').name).toBe('MEMBER_PROMOTED');
  expect(called('MinisterPromotedToSuperAdminEvent')).toMatchObject({
    name: 'ADMIN_PROMOTED',
    category: 'system',
    mandatory: true,
    audience: ['owner', 'admin'],
  });
  expect(acceptedTypes).toContain('ROLE_CHANGED');
});

it('a practice has its events', () => {
  expect(acceptedTypes).toEqual(
    expect.arrayContaining([
      'PATIENT_WELCOME',
      'APPOINTMENT_CREATED',
      'APPOINTMENT_MOVED',
      'APPOINTMENT_CANCELLED',
      'INVOICE_ISSUED',
    ]),
  );
  expect(named('IMAGING_ADDED')).toMatchObject({
    priority: 'low',
    defaults: { inApp: true, email: true, frequency: 'DAILY' },
  });
  expect(named('STOCK_LOW').throttle).toEqual({ seconds: 86_400 });
  expect(named('PATIENT_INACTIVE').throttle).toEqual({ seconds: 604_800 });
});

it.each([
  ['ISQ_CRITICAL', 'alerts', 'critical', ['inApp', 'email']],
  ['ISQ_WARNING', 'alerts', 'high', ['inApp', 'email']],
  ['APPOINTMENT_REMINDER', 'reminders', 'normal', ['inApp', 'email']],
  ['APPOINTMENT_UPDATED', 'reminders', 'normal', ['inApp', 'email']],
  ['IMPORT_COMPLETED', 'imports', 'low', ['inApp']],
  ['IMPORT_FAILED', 'imports', 'high', ['inApp']],
  ['DOCUMENT_ADDED', 'activity', 'normal', ['inApp']],
  ['TEAM_ACTIVITY', 'activity', 'low', ['inApp']],
  ['SYSTEM_UPDATE', 'system', 'normal', ['inApp']],
])(
  '%s is of the category %s, with priority %s, on %s, and can be turned off',
  (name, category, priority, channels) => {
    const type = named(name);
    expect(type).toMatchObject({ category, priority });
    expect(on(type)).toEqual(channels);
    expect(type.mandatory ?? false).toBe(false);
  },
);

it('no type is for push or SMS until its organisation says so', () => {
  for (const type of Object.values(notificationTypes)) {
    expect(type.defaults).toMatchObject({ push: false, sms: false });
  }
});

it('the clock of a reminder is a time of day', () => {
  const { payload } = notificationTypes.APPOINTMENT_REMINDER;
  expect(payload.safeParse({ hours: 24, time: '09:30' }).success).toBe(true);
  for (const time of ['9:30', '24:00', '09:60', 'demain', '09:30 ']) {
    expect(payload.safeParse({ time }).success, time).toBe(false);
  }
  expect(payload.safeParse({ hours: 0 }).success).toBe(false);
});
