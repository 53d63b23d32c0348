import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import { ApiError } from '../../src/features/http/api-error.ts';
import { parse } from '../../src/features/http/input.ts';
import { changeMany, readAll, readMany } from '../../src/features/notifications/operations/many.ts';
import { addMute } from '../../src/features/notifications/operations/mutes.ts';
import { changeOne } from '../../src/features/notifications/operations/one.ts';
import { changePreferences } from '../../src/features/preferences/operations.ts';

const id = '00000000-0000-4000-8000-00000000000a';
const NOW = new Date('2026-11-21T08:30:00Z');
const ids = (count: number) => Array.from({ length: count }, () => id);

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
});

/** The field that is at fault; null when the body is accepted. */
function fault(schema: z.ZodType, body: unknown): string | null {
  try {
    parse(schema, body);
    return null;
  } catch (error) {
    if (error instanceof ApiError && error.status === 400) return error.field ?? 'none';
    throw error;
  }
}

describe('a change of a notification', () => {
  it.each([
    [{ isRead: true }],
    [{ archived: false, isRead: false }],
    [{ snoozedUntil: '2026-11-21T08:30:01Z' }],
    [{ snoozedUntil: '2027-11-21T09:30:00+01:00', isRead: false }],
    [{ snoozedUntil: null, isRead: true }],
  ])('may be %j', (body) => {
    expect(fault(changeOne.body, body)).toBeNull();
    expect(fault(changeMany.body, { ids: ids(100), ...body })).toBeNull();
  });

  it.each([
    ['body', {}],
    ['body', null],
    ['body', []],
    ['read', { read: true }],
    ['isRead', { isRead: 'true' }],
    ['isRead', { isRead: null }],
    ['archived', { archived: 1 }],
    ['snoozedUntil', { snoozedUntil: 'demain' }],
    ['snoozedUntil', { snoozedUntil: '2026-11-22' }],
    ['snoozedUntil', { snoozedUntil: '2026-11-22T08:00:00' }],
    ['snoozedUntil', { snoozedUntil: '2026-11-21T08:30:00Z' }],
    ['snoozedUntil', { snoozedUntil: '2026-11-21T09:29:59+01:00' }],
    ['snoozedUntil', { snoozedUntil: '2028-01-01T00:00:00Z' }],
    ['snoozedUntil', { snoozedUntil: '2026-11-22T08:00:00Z', isRead: true }],
  ])('is refused for its %s: %j', (field, body) => {
    expect(fault(changeOne.body, body)).toBe(field);
  });

  it.each([
    ['ids', { isRead: true }],
    ['ids', { ids: id, isRead: true }],
    ['ids', { ids: ids(101), isRead: true }],
    ['ids.1', { ids: [id, '2'], isRead: true }],
    ['body', { ids: [id] }],
    ['snoozedUntil', { ids: [id], isRead: true, snoozedUntil: '2026-11-22T08:00:00Z' }],
  ])('of several is refused for its %s: %j', (field, body) => {
    expect(fault(changeMany.body, body)).toBe(field);
  });
});

describe('marking several or all read', () => {
  it('takes up to a hundred ids, or none', () => {
    for (const count of [0, 1, 100]) expect(fault(readMany.body, { ids: ids(count) })).toBeNull();
    expect(fault(readMany.body, { ids: ids(101) })).toBe('ids');
    expect(fault(readMany.body, {})).toBe('ids');
  });

  it('does not take everything for what a slip of the pen narrows', () => {
    expect(fault(readAll.body, {})).toBeNull();
    expect(fault(readAll.body, { organisationId: id, category: 'alerts' })).toBeNull();
    expect(fault(readAll.body, { organization_id: id })).toBe('organization_id');
    expect(fault(readAll.body, { category: 'Alerts' })).toBe('category');
    expect(fault(readAll.body, { organisationId: 'x' })).toBe('organisationId');
  });
});

describe('a mute', () => {
  const mute = { organisationId: id, entityType: 'patient', entityId: id };

  it('may have an end', () => {
    expect(fault(addMute.body, mute)).toBeNull();
    expect(fault(addMute.body, { ...mute, until: '2026-12-01T00:00:00Z' })).toBeNull();
  });

  it.each([
    ['organisationId', { organisationId: undefined }],
    ['entityType', { entityType: 'dragon' }],
    ['entityId', { entityId: '36' }],
    ['until', { until: '2026-11-01T00:00:00Z' }],
    ['until', { until: null }],
    ['userId', { userId: id }],
  ])('is refused for its %s: %j', (field, change) => {
    expect(fault(addMute.body, { ...mute, ...change })).toBe(field);
  });
});

describe('a change of preferences', () => {
  const change = (body: object) => fault(changePreferences.body, { organisationId: id, ...body });

  it.each([
    [{ preference: { category: 'alerts', email: false } }],
    [{ preference: { category: 'alerts', in_app: null, frequency: null } }],
    [{ settings: { digest_at: '23:59', digest_weekday: 7 } }],
    [{ settings: { quiet_from: null, quiet_until: null } }],
    [{ profile: { locale: 'en', timezone: 'America/Guadeloupe' } }],
    [{ profile: { locale: null }, settings: { quiet_from: '22:00' } }],
  ])('may be %j', (body) => {
    expect(change(body)).toBeNull();
  });

  it.each([
    ['body', {}],
    ['organisationId', { organisationId: undefined, profile: { locale: 'fr' } }],
    ['preference', { preference: { category: 'alerts' } }],
    ['preference.category', { preference: { email: true } }],
    ['preference.category', { preference: { category: 'spam', email: true } }],
    ['preference.frequency', { preference: { category: 'alerts', frequency: 'HOURLY' } }],
    ['preference.email', { preference: { category: 'alerts', email: 'no' } }],
    ['preference.is_default', { preference: { category: 'alerts', email: true, is_default: true } }],
    ['settings', { settings: {} }],
    ['settings.digest_at', { settings: { digest_at: '24:00' } }],
    ['settings.digest_at', { settings: { digest_at: '8:00' } }],
    ['settings.digest_at', { settings: { digest_at: null } }],
    ['settings.digest_weekday', { settings: { digest_weekday: 0 } }],
    ['settings.digest_weekday', { settings: { digest_weekday: 1.5 } }],
    ['settings.quiet_until', { settings: { quiet_until: 'noon' } }],
    ['profile.locale', { profile: { locale: 'de' } }],
    ['profile.full_name', { profile: { full_name: 'Basile Exemple' } }],
  ])('is refused for its %s: %j', (field, body) => {
    expect(change(body)).toBe(field);
  });
});
