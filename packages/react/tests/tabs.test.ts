// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectRealtime } from '../src/realtime.ts';
import {
  createNotificationsFeed,
  type NotificationsFeed,
  type NotificationsFeedOptions,
} from '../src/store/feed.ts';
import type { SocketNews } from '../src/store/socket.ts';
import { joinTabs, type Tabs } from '../src/store/tabs.ts';
import {
  FakeBroadcastChannel,
  type FakeLocks,
  installBrowser,
  removeBrowser,
} from './support/fake-browser.ts';
import { FakeRealtime } from './support/fake-realtime.ts';
import { USER_ID, uuid } from './support/rows.ts';

/** One tab of the browser, with a socket of its own if it opens one. */
interface Tab {
  feed: NotificationsFeed;
  realtime: FakeRealtime;
  refresh: ReturnType<typeof vi.fn<() => Promise<boolean>>>;
  channel: FakeBroadcastChannel | undefined;
}

type TabOptions = Partial<NotificationsFeedOptions> & { project?: string };

let locks: FakeLocks;
let tabs: Tab[];

const soon = () => vi.advanceTimersByTimeAsync(0);

async function openTab({ project, ...options }: TabOptions = {}): Promise<Tab> {
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

async function join(tab: Tab) {
  tab.realtime.channel?.status('SUBSCRIBED');
  await soon();
}

/** A tab that leads and is live, and others that follow it. */
async function openTabs(
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

const statuses = () => tabs.map(({ feed }) => feed.getStatus());
const sockets = () => tabs.map(({ realtime }) => realtime.open.length);

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

describe('several tabs', () => {
  it('share one connection, and all of them are live', async () => {
    await openTabs(3);
    expect(sockets()).toEqual([1, 0, 0]);
    expect(statuses()).toEqual(['live', 'live', 'live']);
  });

  it('never load a connection where another tab has one', async () => {
    await openTabs(1);
    const load = vi.fn(async () => new FakeRealtime().client);
    const follower = await openTab({ realtime: connectRealtime(load) });
    expect(follower.feed.getStatus()).toBe('live');
    expect(load).not.toHaveBeenCalled();
  });

  it('are live only when each has fetched what it may have missed', async () => {
    await openTabs(1);
    let finish = (_isDone: boolean) => {};
    const follower = await openTab({ refresh: () => new Promise((resolve) => (finish = resolve)) });
    expect(follower.feed.getStatus()).toBe('connecting');
    finish(true);
    await soon();
    expect(follower.feed.getStatus()).toBe('live');
  });

  it('all hear a hint', async () => {
    const [leader] = await openTabs(3);
    leader.realtime.channel?.broadcast('notification.created');
    await soon();
    for (const { refresh } of tabs) expect(refresh).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1_000);
    for (const { refresh } of tabs) expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('all know when the connection is lost, and catch up when it is back', async () => {
    const [leader] = await openTabs(2);
    leader.realtime.channel?.status('CHANNEL_ERROR');
    await soon();
    expect(statuses()).toEqual(['connecting', 'connecting']);
    await vi.advanceTimersByTimeAsync(500);
    leader.realtime.channel?.status('CHANNEL_ERROR');
    await soon();
    expect(statuses()).toEqual(['polling', 'polling']);
    await vi.advanceTimersByTimeAsync(2_000);
    for (const { refresh } of tabs) expect(refresh).not.toHaveBeenCalled();
    await join(leader);
    expect(statuses()).toEqual(['live', 'live']);
    for (const { refresh } of tabs) expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('all catch up when the client has rejoined by itself', async () => {
    const [leader] = await openTabs(2);
    leader.realtime.channel?.status('SUBSCRIBED');
    await soon();
    for (const { refresh } of tabs) expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('tell each other what was written where the connection does not', async () => {
    const [leader, follower] = await openTabs(2);
    follower?.feed.written();
    await soon();
    expect(follower?.refresh).toHaveBeenCalledTimes(1);
    expect(leader.refresh).not.toHaveBeenCalled(); // it waits for the hint
    leader.realtime.channel?.status('CHANNEL_ERROR');
    await vi.advanceTimersByTimeAsync(500);
    follower?.feed.written();
    await soon();
    expect(follower?.refresh).toHaveBeenCalledTimes(2);
    expect(leader.refresh).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['two users', { userId: uuid(77) }],
    ['two projects', { project: 'https://other.example' }],
  ])('of %s do not mix', async (_of, other) => {
    const [leader] = await openTabs(1);
    const stranger = await openTab(other);
    await join(stranger);
    expect(sockets()).toEqual([1, 1]);
    stranger.refresh.mockClear();
    leader.realtime.channel?.broadcast('notification.created');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(stranger.refresh).not.toHaveBeenCalled();
  });
});

describe('when the leading tab', () => {
  it('is closed, another one leads and all catch up', async () => {
    const [leader, second, third] = await openTabs(3);
    leader.feed.stop();
    await soon();
    expect(sockets()).toEqual([0, 1, 0]);
    expect([second?.feed.getStatus(), third?.feed.getStatus()]).toEqual(['connecting', 'connecting']);
    await join(second as Tab);
    expect([second?.feed.getStatus(), third?.feed.getStatus()]).toEqual(['live', 'live']);
    expect(second?.refresh).toHaveBeenCalledTimes(1);
    expect(third?.refresh).toHaveBeenCalledTimes(1);
  });

  it('crashes without a word, another one leads and all catch up', async () => {
    const [leader, second, third] = await openTabs(3);
    leader.channel?.close();
    locks.lose();
    await soon();
    expect(second?.realtime.open).toHaveLength(1);
    await join(second as Tab);
    expect(third?.refresh).toHaveBeenCalledTimes(1);
  });

  it('is frozen, a tab that is looked at takes over within two seconds of asking', async () => {
    const [leader, second] = await openTabs(2);
    (leader.channel as FakeBroadcastChannel).isFrozen = true;
    document.dispatchEvent(new Event('visibilitychange')); // somebody looks
    await vi.advanceTimersByTimeAsync(1_900);
    expect(second?.realtime.made).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(200);
    expect(second?.realtime.open).toHaveLength(1);
    await join(second as Tab);
    expect(second?.feed.getStatus()).toBe('live');
  });

  it('is frozen while nobody does anything, it is found out by asking now and then', async () => {
    const [leader, second] = await openTabs(2);
    (leader.channel as FakeBroadcastChannel).isFrozen = true;
    await vi.advanceTimersByTimeAsync(17_100);
    expect(second?.realtime.open).toHaveLength(1);
  });

  it('thaws, it follows the tab that took over', async () => {
    const [leader, second] = await openTabs(2);
    (leader.channel as FakeBroadcastChannel).isFrozen = true;
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(2_100);
    (leader.channel as FakeBroadcastChannel).isFrozen = false;
    await join(second as Tab);
    expect(sockets()).toEqual([0, 1]);
    leader.refresh.mockClear();
    second?.realtime.channel?.broadcast('notification.created');
    await soon();
    expect(leader.refresh).toHaveBeenCalledTimes(1);
    second?.feed.stop();
    await soon();
    expect(sockets()).toEqual([1, 0]);
  });

  it('answers, nobody takes over, however long it lasts', async () => {
    await openTabs(3);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(sockets()).toEqual([1, 0, 0]);
    expect(tabs.map(({ realtime }) => realtime.made.length)).toEqual([1, 0, 0]);
    expect(statuses()).toEqual(['live', 'live', 'live']);
    // Every five minutes, for a hint may have been lost; not each time that the leader answers.
    for (const { refresh } of tabs) expect(refresh).toHaveBeenCalledTimes(12);
  });

  it('has been hidden for long, the one that is looked at leads: browsers slow down what is hidden', async () => {
    const visibility = vi.spyOn(document, 'visibilityState', 'get');
    const sockets = [vi.fn(), vi.fn()].map((join) => ({ join, stop: vi.fn() }));
    const [hidden, inFront] = sockets.map((socket) =>
      joinTabs({ name: 'tabs', open: () => socket, hear: () => {} }),
    ) as [Tabs, Tabs];
    await soon();
    visibility.mockReturnValue('hidden');
    hidden.check();
    for (const [minutes, joins] of [
      [0.5, 0],
      [1, 1],
    ] as const) {
      await vi.advanceTimersByTimeAsync(minutes * 60_000);
      visibility.mockReturnValue('visible');
      inFront.check();
      await vi.advanceTimersByTimeAsync(2_100);
      expect(sockets[1]?.join).toHaveBeenCalledTimes(joins);
      expect(sockets[0]?.stop).toHaveBeenCalledTimes(joins);
    }
    hidden.stop();
    inFront.stop();
  });

  it('has no network, the others wait with it, and all come back', async () => {
    const [leader] = await openTabs(2);
    const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    window.dispatchEvent(new Event('offline'));
    expect(statuses()).toEqual(['offline', 'offline']);
    expect(sockets()).toEqual([0, 0]);
    await vi.advanceTimersByTimeAsync(40_000);
    expect(statuses()).toEqual(['offline', 'offline']);
    online.mockReturnValue(true);
    window.dispatchEvent(new Event('online'));
    await soon();
    await join(leader);
    expect(sockets()).toEqual([1, 0]);
    expect(statuses()).toEqual(['live', 'live']);
    for (const { refresh } of tabs) expect(refresh).toHaveBeenCalled();
  });

  it('is back on the network first, the others find it live when they are', async () => {
    const news: string[][] = [[], []];
    const socket = { join: vi.fn(), stop: vi.fn() };
    let tell = (_news: SocketNews) => {};
    const [leader, follower] = news.map((heard) =>
      joinTabs({
        name: 'tabs',
        open: (say) => {
          tell = say;
          return socket;
        },
        hear: (one) => heard.push(one),
      }),
    ) as [Tabs, Tabs];
    await soon();
    tell('live');
    await soon();
    leader.pause();
    follower.pause();
    leader.wake();
    tell('live');
    await soon();
    expect(news[1]).toEqual(['connecting', 'live']);
    follower.wake();
    await soon();
    expect(news[1]).toEqual(['connecting', 'live', 'live']);
    leader.stop();
    follower.stop();
  });

  it('is closed while there is no network, the next one joins when there is', async () => {
    const [leader, second] = await openTabs(2);
    const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    window.dispatchEvent(new Event('offline'));
    leader.feed.stop();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sockets()).toEqual([0, 0]);
    expect(second?.feed.getStatus()).toBe('offline');
    online.mockReturnValue(true);
    window.dispatchEvent(new Event('online'));
    await soon();
    expect(sockets()).toEqual([0, 1]);
  });
});

describe('a tab', () => {
  it('leaves neither channel nor lock nor timer when it stops, leading or following', async () => {
    const [leader, follower] = await openTabs(2);
    follower?.feed.stop();
    await soon();
    leader.feed.stop();
    await soon();
    expect(locks.state).toEqual({});
    expect(FakeBroadcastChannel.open).toEqual([]);
    expect(sockets()).toEqual([0, 0]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that is stopped before it got the lock never leads', async () => {
    const feed = createNotificationsFeed({
      realtime: connectRealtime(new FakeRealtime().client),
      userId: USER_ID,
      refresh: async () => true,
    });
    feed.start();
    feed.stop();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(locks.state).toEqual({});
  });

  it('started twice, as StrictMode does, leads once', async () => {
    const realtime = new FakeRealtime();
    const options = {
      realtime: connectRealtime(realtime.client),
      userId: USER_ID,
      refresh: async () => true,
    };
    const first = createNotificationsFeed(options);
    first.start();
    first.stop();
    const second = createNotificationsFeed(options);
    second.start();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(realtime.open).toHaveLength(1);
    second.stop();
    await soon();
    expect(realtime.open).toHaveLength(0);
  });

  it.each(['locks', 'BroadcastChannel'])('leads itself where the browser has no %s', async (missing) => {
    if (missing === 'locks') Reflect.deleteProperty(navigator, 'locks');
    else vi.stubGlobal('BroadcastChannel', undefined);
    const one = await openTab();
    const other = await openTab();
    await join(one);
    await join(other);
    expect(statuses()).toEqual(['live', 'live']);
    expect(sockets()).toEqual([1, 1]);
    one.feed.written();
    await soon();
  });

  it('leads itself where the browser refuses locks', async () => {
    vi.spyOn(locks, 'request').mockRejectedValue(new DOMException('sandboxed', 'SecurityError'));
    const tab = await openTab();
    await join(tab);
    expect(tab.feed.getStatus()).toBe('live');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(tab.realtime.made).toHaveLength(1);
  });
});
