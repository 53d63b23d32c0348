import { afterEach, beforeEach, vi } from 'vitest';
import { connectRealtime } from '../../src/realtime.ts';
import {
  createNotificationsFeed,
  type NotificationsFeed,
  type NotificationsFeedOptions,
} from '../../src/store/feed.ts';
import { FakeBroadcastChannel, type FakeLocks, installBrowser, removeBrowser } from './fake-browser.ts';
import { FakeRealtime } from './fake-realtime.ts';
import { USER_ID } from './rows.ts';

/** One tab of the browser, with a socket of its own if it opens one. */
export interface Tab {
  feed: NotificationsFeed;
  realtime: FakeRealtime;
  refresh: ReturnType<typeof vi.fn<() => Promise<boolean>>>;
  channel: FakeBroadcastChannel | undefined;
}

type TabOptions = Partial<NotificationsFeedOptions> & { project?: string };

export let locks: FakeLocks;
export let tabs: Tab[];

export const soon = () => vi.advanceTimersByTimeAsync(0);

export async function openTab({ project, ...options }: TabOptions = {}): Promise<Tab> {
  const realtime = new FakeRealtime();
  const refresh = vi.fn(async () => true);
  const feed = createNotificationsFeed({
    realtime: connectRealtime(realtime.client, project),
    userId: USER_ID,
    refresh,
    ...options,
  });
  const before = FakeBroadcastChannel.open.length;
  feed.start();
  const tab = { feed, realtime, refresh, channel: FakeBroadcastChannel.open[before] };
  tabs.push(tab);
  await soon();
  return tab;
}

export async function join(tab: Tab): Promise<void> {
  tab.realtime.channel?.status('SUBSCRIBED');
  await soon();
}

/** A tab that leads and is live, and others that follow it. */
export async function openTabs(
  count: number,
  options: Partial<NotificationsFeedOptions> = {},
): Promise<[Tab, ...Tab[]]> {
  const leader = await openTab(options);
  await join(leader);
  const followers: Tab[] = [];
  while (followers.length < count - 1) followers.push(await openTab(options));
  await vi.advanceTimersByTimeAsync(1_000);
  for (const tab of tabs) tab.refresh.mockClear();
  return [leader, ...followers];
}

export const statuses = () => tabs.map(({ feed }) => feed.getStatus());
export const sockets = () => tabs.map(({ realtime }) => realtime.open.length);

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  locks = installBrowser();
  tabs = [];
});

afterEach(() => {
  for (const { feed } of tabs) feed.stop();
  removeBrowser();
  vi.useRealTimers();
  vi.restoreAllMocks();
});
