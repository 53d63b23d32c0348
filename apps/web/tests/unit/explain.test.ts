import { describe, expect, it } from 'vitest';
import { byRecipient, type ExplainRow } from '../../src/features/notifications/explain.ts';

const row = (change: Partial<ExplainRow>): ExplainRow => ({
  user_id: 'u1',
  full_name: 'Camille Exemple',
  role: 'practitioner',
  channel: 'in_app',
  decision: 'send',
  reason: 'default',
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
        due_at: '2026-11-22T07:00:00Z',
      }),
      row({ user_id: 'u2', full_name: 'Dominique Exemple', decision: 'skip', reason: 'role_not_concerned' }),
    ];
    expect(byRecipient(rows)).toEqual([
      {
        userId: 'u1',
        name: 'Camille Exemple',
        role: 'practitioner',
        preferences: { category: 'alerts', inApp: true, email: true, frequency: 'DAILY', source: 'default' },
        inApp: { decision: 'send', reason: 'default' },
        email: { decision: 'digest', reason: 'frequency_daily', dueAt: '2026-11-22T07:00:00Z' },
      },
      expect.objectContaining({
        userId: 'u2',
        inApp: { decision: 'skip', reason: 'role_not_concerned' },
        email: null,
      }),
    ]);
  });
});
