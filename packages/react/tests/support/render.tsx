import { onlineManager, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, configure, type RenderResult, render } from '@testing-library/react';
import { type ReactNode, StrictMode } from 'react';
import { afterEach, beforeEach, vi } from 'vitest';
import {
  type NotificationRow,
  NotificationsProvider,
  type NotificationsProviderProps,
} from '../../src/index.ts';
import { createFakeApi, type FakeApi } from './fake-api.ts';
import { type FakeChannel, FakeRealtime } from './fake-realtime.ts';
import { NotificationTable } from './notification-table.ts';
import { USER_ID } from './rows.ts';

configure({ asyncUtilTimeout: 5_000 });

// Rejoins without waiting; the jitter itself is under test with the feed.
beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0));

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  // It remembers an `offline` event beyond the test that sent it.
  onlineManager.setOnline(true);
});

export interface Scene extends RenderResult {
  table: NotificationTable;
  api: FakeApi;
  realtime: FakeRealtime;
  queryClient: QueryClient;
  /** Joins the channel, as the server would allow, and returns it. */
  join(): Promise<FakeChannel>;
  /** Something happened to the table, and the server says so. */
  arrive(...rows: NotificationRow[]): Promise<void>;
}

/** A page with a signed-in user, their notifications and a server that does what the test says. */
export function renderScene(
  ui: ReactNode,
  rows: NotificationRow[] = [],
  props: Partial<NotificationsProviderProps> = {},
  prepare: (api: FakeApi) => void = () => {},
): Scene {
  const table = new NotificationTable(rows);
  const api = createFakeApi(table);
  prepare(api);
  const realtime = new FakeRealtime();
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const result = render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <NotificationsProvider client={realtime.client} userId={USER_ID} api={api} {...props}>
          {ui}
        </NotificationsProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
  const join = async () => {
    const channel = await vi.waitFor(() => {
      const open = realtime.open.at(-1);
      if (!open?.onStatus) throw new Error('no channel was joined');
      return open;
    });
    await act(async () => channel.status('SUBSCRIBED'));
    return channel;
  };
  const arrive = async (...arrived: NotificationRow[]) => {
    table.insert(...arrived);
    await act(async () => realtime.channel?.broadcast('notification.created'));
  };
  return { ...result, table, api, realtime, queryClient, join, arrive };
}
