import { describe, expect, it } from 'vitest';
import { byRecipient, type ExplainRow } from '../../src/features/notifications/explain.ts';

const row = (change: Partial<ExplainRow>): ExplainRow => ({
  user_id: 'u1',
  full_name: 'Camille Exemple',
  role: 'practitioner',
  channel: 'in_app',
  decision: 'send',
  reason: 'default',
  rule: 'default',
  source: 'types',
  source_id: null,
  category: 'alerts',
  preference_source: 'default',
  in_app: true,
  email: true,
  frequency: 'DAILY',
  due_at: null,
  ...change,
});

describe('the explanation of an event', () => {
  it('gathers the channels of each person', () => {
    const rows = [
      row({}),
      row({
        channel: 'email',
        decision: 'digest',
        reason: 'frequency_daily',
        rule: 'frequency',
        source: 'notification_overrides',
        source_id: 'o1',
        due_at: '2026-11-22T07:00:00Z',
      }),
      row({
        user_id: 'u2',
        full_name: 'Dominique Exemple',
        decision: 'skip',
        reason: 'role_not_concerned',
        rule: 'membership',
        source: 'organisation_members',
      }),
    ];
    expect(byRecipient(rows)).toEqual([
      {
        userId: 'u1',
        name: 'Camille Exemple',
        role: 'practitioner',
        preferences: { category: 'alerts', inApp: true, email: true, frequency: 'DAILY', source: 'default' },
        inApp: { decision: 'send', reason: 'default', rule: 'default', source: 'types', sourceId: null },
        email: {
          decision: 'digest',
          reason: 'frequency_daily',
          rule: 'frequency',
          source: 'notification_overrides',
          sourceId: 'o1',
          dueAt: '2026-11-22T07:00:00Z',
        },
      },
      expect.objectContaining({
        userId: 'u2',
        inApp: {
          decision: 'skip',
          reason: 'role_not_concerned',
          rule: 'membership',
          source: 'organisation_members',
          sourceId: null,
        },
        email: null,
      }),
    ]);
  });

  it('names the strongest of the rules that set a channel', () => {
    const sourceOf = (...sources: string[]) =>
      byRecipient(sources.map((preference_source) => row({ preference_source })))[0]?.preferences.source;
    expect(sourceOf('default', 'preference')).toBe('preference');
    expect(sourceOf('override', 'type_preference')).toBe('override');
    expect(sourceOf('mandatory', 'default')).toBe('mandatory');
  });

  it('of the past has no wishes, and no role for who has left', () => {
    const { preference_source, in_app, email, frequency, ...past } = row({ role: null });
    expect(byRecipient([past])[0]).toMatchObject({
      role: null,
      preferences: { category: 'alerts', inApp: null, email: null, frequency: null, source: null },
    });
  });
});
