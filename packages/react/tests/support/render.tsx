import { onlineManager, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, configure, type RenderResult, render } from '@testing-library/react';
import { type ReactNode, StrictMode } from 'react';
import { afterEach, beforeEach, vi } from 'vitest';
import {
  type NotificationRow,
  NotificationsProvider,
  type NotificationsProviderProps,
} from '../../src/index.ts';
import { connectRealtime } from '../../src/realtime.ts';
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
  /** Something else on the page. */
  show(ui: ReactNode): void;
  /** Other props of the provider. */
  provide(props: Partial<NotificationsProviderProps>): void;
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
  const live = connectRealtime(realtime.client);
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  let shown = ui;
  let provided = props;
  const page = () => (
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <NotificationsProvider realtime={live} userId={USER_ID} api={api} {...provided}>
          {shown}
        </NotificationsProvider>
      </QueryClientProvider>
    </StrictMode>
  );
  const result = render(page());
  const show = (next: ReactNode) => {
    shown = next;
    result.rerender(page());
  };
  const provide = (next: Partial<NotificationsProviderProps>) => {
    provided = { ...provided, ...next };
    result.rerender(page());
  };
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
  return { ...result, table, api, realtime, queryClient, join, arrive, show, provide };
}
