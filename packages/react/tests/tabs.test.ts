// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest';
import { connectRealtime } from '../src/realtime.ts';
import { createNotificationsFeed } from '../src/store/feed.ts';
import { FakeBroadcastChannel } from './support/fake-browser.ts';
import { FakeRealtime } from './support/fake-realtime.ts';
import { USER_ID, uuid } from './support/rows.ts';
import { join, locks, openTab, openTabs, sockets, soon, statuses, tabs } from './support/tabs.ts';

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
