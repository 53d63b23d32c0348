// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest';
import type { SocketNews } from '../src/store/socket.ts';
import { joinTabs, type Tabs } from '../src/store/tabs.ts';
import type { FakeBroadcastChannel } from './support/fake-browser.ts';
import { join, locks, openTabs, sockets, soon, statuses, type Tab, tabs } from './support/tabs.ts';

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
