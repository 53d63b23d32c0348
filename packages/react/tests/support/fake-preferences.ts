import type { SupabaseClient } from '@supabase/supabase-js';
import type { NotificationCategory, NotificationPreference } from '../../src/index.ts';
import { FakeRealtime } from './fake-realtime.ts';

const CATEGORIES: NotificationCategory[] = [
  'alerts',
  'activity',
  'imports',
  'system',
  'messages',
  'reminders',
];

/** A Supabase client that knows preferences and nothing else. */
export class FakePreferences {
  /** Rows as they were sent. */
  readonly saved: Array<Record<string, unknown>> = [];
  refuses = false;
  private rows: NotificationPreference[];
  private gate = Promise.resolve();

  constructor(overrides: Partial<NotificationPreference> = {}) {
    this.rows = CATEGORIES.map((category) => ({
      category,
      in_app: true,
      email: true,
      push: false,
      sms: false,
      frequency: 'IMMEDIATE',
      is_default: true,
      ...overrides,
    }));
  }

  /** Holds answers to writes back until the returned function is called. */
  hold(): () => void {
    let open = () => {};
    this.gate = new Promise((resolve) => (open = resolve));
    return open;
  }

  readonly client = {
    ...new FakeRealtime().client,
    rpc: () => {
      const result = Promise.resolve({ data: this.rows, error: null, status: 200 });
      return Object.assign(result, { abortSignal: () => result });
    },
    from: () => ({
      upsert: async (row: Record<string, unknown>) => {
        await this.gate;
        if (this.refuses) return { error: { code: '42501', message: 'permission denied' }, status: 403 };
        this.saved.push(row);
        this.rows = this.rows.map((old) => (old.category === row.category ? { ...old, ...row } : old));
        return { error: null, status: 201 };
      },
    }),
  } as unknown as SupabaseClient;
}
