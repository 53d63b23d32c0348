import type { SupabaseClient } from '@supabase/supabase-js';
import type { ComponentProps, ReactNode, Ref } from 'react';
import { describe, expectTypeOf, it } from 'vitest';
import { en } from '../src/en.ts';
import { createHttpApi } from '../src/http.ts';
import {
  fr,
  type MessageOverrides,
  type NotificationBell,
  type NotificationCategory,
  type NotificationInboxProps,
  NotificationItem,
  type NotificationMessages,
  type NotificationRow,
  type NotificationsApi,
  type NotificationsProviderProps,
  type NotificationType,
  type UndoableAction,
  useConnectionStatus,
  useNotificationActions,
  useNotifications,
  useUnreadCount,
  useUnreadCounts,
} from '../src/index.ts';
import { createMemoryApi } from '../src/memory.ts';
import type { PreferencesApi, useNotificationPreferences } from '../src/preferences.ts';
import type { RealtimeSource } from '../src/realtime.ts';
import { createSupabaseApi } from '../src/supabase.ts';

// Checked by `tsc`, never run. What an application registers of its own is checked in support/consumer.

describe('a notification', () => {
  it('knows the types of the engine, and no other', () => {
    expectTypeOf<'ISQ_CRITICAL'>().toExtend<NotificationType>();
    expectTypeOf<'MY_OWN_TYPE'>().not.toExtend<NotificationType>();
    expectTypeOf<string>().not.toExtend<NotificationType>();
  });

  it('can be narrowed to one type', () => {
    expectTypeOf<NotificationRow<'ISQ_CRITICAL'>['type']>().toEqualTypeOf<'ISQ_CRITICAL'>();
    expectTypeOf<NotificationRow['type']>().toEqualTypeOf<NotificationType>();
    expectTypeOf<NotificationRow<'ISQ_CRITICAL'>>().toExtend<NotificationRow>();
    expectTypeOf<NotificationRow>().not.toExtend<NotificationRow<'ISQ_CRITICAL'>>();
  });

  it('has the columns of the database, without what its search compares', () => {
    expectTypeOf<NotificationRow['read_at']>().toEqualTypeOf<string | null>();
    expectTypeOf<NotificationRow>().not.toHaveProperty('lexemes');
  });
});

describe('components', () => {
  it('hand each renderer the notification of its own type', () => {
    type Renderers = NonNullable<NotificationInboxProps['renderers']>;
    expectTypeOf<keyof Renderers>().toEqualTypeOf<NotificationType>();
    expectTypeOf<NonNullable<Renderers['IMPORT_FAILED']>>().toEqualTypeOf<
      (notification: NotificationRow<'IMPORT_FAILED'>) => ReactNode
    >();
  });

  it('take the props and the ref of the element that they render', () => {
    expectTypeOf<ComponentProps<typeof NotificationBell>>().toHaveProperty('onFocus');
    expectTypeOf<Ref<HTMLButtonElement>>().toExtend<ComponentProps<typeof NotificationBell>['ref']>();
    expectTypeOf<Ref<HTMLLIElement>>().toExtend<ComponentProps<typeof NotificationItem>['ref']>();
  });

  it('need what they cannot do without', () => {
    // @ts-expect-error which notification?
    NotificationItem({});
    // @ts-expect-error whose, and from where?
    const provider: NotificationsProviderProps = {};
    expectTypeOf(provider).toBeObject();
  });

  it('take categories that exist as tabs', () => {
    expectTypeOf<NotificationInboxProps['tabs']>().toEqualTypeOf<
      boolean | NotificationCategory[] | undefined
    >();
  });
});

describe('the provider', () => {
  it('takes every api that the package makes', () => {
    type Api = NotificationsProviderProps['api'];
    expectTypeOf(createHttpApi).returns.toExtend<NotificationsApi & PreferencesApi>();
    expectTypeOf(createSupabaseApi).returns.toExtend<Api>();
    expectTypeOf(createMemoryApi).returns.toExtend<NotificationsApi & PreferencesApi>();
  });

  it('takes the realtime client of supabase-js, or what fetches it', () => {
    expectTypeOf<SupabaseClient['realtime']>().toExtend<RealtimeSource>();
    expectTypeOf<() => Promise<SupabaseClient['realtime']>>().toExtend<RealtimeSource>();
  });

  it('takes whole sets of words, and parts of them at any depth', () => {
    expectTypeOf(fr).toExtend<NotificationMessages>();
    expectTypeOf(en).toExtend<NotificationMessages>();
    expectTypeOf<{ bell: { other: string } }>().toExtend<MessageOverrides>();
    expectTypeOf<{ bel: string }>().not.toExtend<MessageOverrides>();
  });
});

describe('hooks', () => {
  it('narrow lists by filters that exist', () => {
    expectTypeOf(useNotifications).toBeCallableWith({ category: 'alerts', isRead: false, view: 'snoozed' });
    // @ts-expect-error no such category
    expectTypeOf(useNotifications).toBeCallableWith({ category: 'gossip' });
  });

  it('return rows, exact counts and what can be done', () => {
    expectTypeOf(useNotifications).returns.toHaveProperty('notifications').toExtend<NotificationRow[]>();
    expectTypeOf(useUnreadCount).returns.toHaveProperty('count').toEqualTypeOf<number | undefined>();
    expectTypeOf(useUnreadCounts)
      .returns.toHaveProperty('byCategory')
      .toEqualTypeOf<Partial<Record<NotificationCategory, number>>>();
    expectTypeOf(useNotificationActions)
      .returns.toHaveProperty('snooze')
      .parameters.toEqualTypeOf<[rows: NotificationRow[], until: Date]>();
    expectTypeOf(useNotificationActions)
      .returns.toHaveProperty('undoable')
      .toEqualTypeOf<UndoableAction | null>();
    expectTypeOf(useConnectionStatus).returns.toEqualTypeOf<'live' | 'connecting' | 'polling' | 'offline'>();
  });

  it('save a part of the preferences', () => {
    type Save = ReturnType<typeof useNotificationPreferences>['save'];
    expectTypeOf<Save>().toBeCallableWith({ preference: { category: 'imports', email: false } });
    expectTypeOf<Save>().toBeCallableWith({ settings: { digest_at: '07:30' } });
    // @ts-expect-error no such category
    expectTypeOf<Save>().toBeCallableWith({ preference: { category: 'gossip' } });
  });
});
