// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectRealtime } from '../src/realtime.ts';
import {
  createNotificationsFeed,
  type NotificationsFeed,
  type NotificationsFeedOptions,
} from '../src/store/feed.ts';
import { FakeRealtime } from './support/fake-realtime.ts';
import { USER_ID } from './support/rows.ts';

let realtime: FakeRealtime;
let refresh: ReturnType<typeof vi.fn<() => Promise<boolean>>>;
let feed: NotificationsFeed;

function startFeed(options: Partial<NotificationsFeedOptions> = {}): NotificationsFeed {
  feed = createNotificationsFeed({
    realtime: connectRealtime(realtime.client),
    userId: USER_ID,
    refresh,
    ...options,
  });
  feed.start();
  return feed;
}

async function join() {
  await vi.advanceTimersByTimeAsync(0);
  realtime.channel?.status('SUBSCRIBED');
  await vi.advanceTimersByTimeAsync(0);
}

function setOnline(online: boolean) {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(online);
  window.dispatchEvent(new Event(online ? 'online' : 'offline'));
}

function setVisibility(state: DocumentVisibilityState) {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  document.dispatchEvent(new Event('visibilitychange'));
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  realtime = new FakeRealtime();
  refresh = vi.fn(async () => true);
});

afterEach(() => {
  feed.stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('joining', () => {
  it('joins the private topic of the user with a fresh token', async () => {
    startFeed();
    await vi.advanceTimersByTimeAsync(0);
    expect(realtime.channel?.topic).toBe(`user:${USER_ID}:notifications`);
    expect(realtime.channel?.options).toEqual({ config: { private: true } });
    expect(realtime.tokens).toBe(1);
  });

  it('is live only when what was committed before the join has been fetched', async () => {
    let finish = (_isDone: boolean) => {};
    refresh.mockImplementation(() => new Promise((resolve) => (finish = resolve)));
    startFeed();
    await join();
    expect(refresh).toHaveBeenCalledTimes(1);
    expect(feed.getStatus()).toBe('connecting');
    finish(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(feed.getStatus()).toBe('live');
  });

  it('is not live when the channel was lost while it caught up', async () => {
    let finish = (_isDone: boolean) => {};
    refresh.mockImplementationOnce(() => new Promise((resolve) => (finish = resolve)));
    startFeed();
    await join();
    realtime.channel?.status('CLOSED');
    finish(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(feed.getStatus()).toBe('connecting');
  });

  it('tells its listeners about every change of status until they unsubscribe', async () => {
    startFeed();
    const seen: string[] = [];
    const unsubscribe = feed.subscribe(() => seen.push(feed.getStatus()));
    await join();
    realtime.channel?.status('CHANNEL_ERROR');
    unsubscribe();
    realtime.channel?.status('CHANNEL_ERROR');
    expect(seen).toEqual(['live', 'connecting']);
  });
});

describe('catching up', () => {
  it('refetches each time the client reports SUBSCRIBED again', async () => {
    startFeed();
    await join();
    await vi.advanceTimersByTimeAsync(1_000);
    realtime.channel?.status('SUBSCRIBED');
    await vi.advanceTimersByTimeAsync(0);
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('refetches when the window becomes visible, and not when it is hidden', async () => {
    startFeed();
    await join();
    await vi.advanceTimersByTimeAsync(1_000);
    setVisibility('hidden');
    expect(refresh).toHaveBeenCalledTimes(1);
    setVisibility('visible');
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('refetches when the browser brings the page back from its memory, and not when it is first shown', async () => {
    startFeed();
    await join();
    await vi.advanceTimersByTimeAsync(1_000);
    for (const persisted of [false, true]) {
      window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted }));
      expect(refresh).toHaveBeenCalledTimes(persisted ? 2 : 1);
    }
  });

  it('refetches when the machine has slept', async () => {
    startFeed();
    await join();
    await vi.advanceTimersByTimeAsync(44_000);
    expect(refresh).toHaveBeenCalledTimes(1);
    vi.setSystemTime(Date.now() + 3_600_000);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('leaves while the network is gone, and rejoins and refetches at once when it is back', async () => {
    startFeed();
    await join();
    setOnline(false);
    expect(feed.getStatus()).toBe('offline');
    expect(realtime.open).toEqual([]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(realtime.made).toHaveLength(1);
    setOnline(true);
    expect(refresh).toHaveBeenCalledTimes(2);
    await join();
    await vi.advanceTimersByTimeAsync(400);
    expect(realtime.made).toHaveLength(2);
    expect(feed.getStatus()).toBe('live');
  });
});

describe('hints', () => {
  it('answers the first hint at once and a burst with a few refetches', async () => {
    startFeed();
    await join();
    await vi.advanceTimersByTimeAsync(1_000);
    refresh.mockClear();

    realtime.channel?.broadcast('notification.created');
    expect(refresh).toHaveBeenCalledTimes(1);
    for (let hint = 0; hint < 100; hint += 1) {
      realtime.channel?.broadcast('notification.created');
      await vi.advanceTimersByTimeAsync(10);
    }
    await vi.advanceTimersByTimeAsync(400);
    expect(refresh.mock.calls.length).toBeLessThanOrEqual(6);
  });

  it('answers a hint at once also when a look without news was just taken', async () => {
    startFeed();
    await join();
    await vi.advanceTimersByTimeAsync(1_000);
    realtime.channel?.broadcast('notification.created');
    await vi.advanceTimersByTimeAsync(1_010);
    refresh.mockClear();
    realtime.channel?.broadcast('notification.created');
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('looks once more after the last one, for a hint can overtake its own commit', async () => {
    startFeed();
    await join();
    await vi.advanceTimersByTimeAsync(1_000);
    refresh.mockClear();
    realtime.channel?.broadcast('notification.created');
    await vi.advanceTimersByTimeAsync(600);
    realtime.channel?.broadcast('notification.created');
    await vi.advanceTimersByTimeAsync(999);
    expect(refresh).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(refresh).toHaveBeenCalledTimes(3);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(refresh).toHaveBeenCalledTimes(3);
  });

  it('refetches again after a hint that came during a refetch', async () => {
    startFeed();
    await join();
    await vi.advanceTimersByTimeAsync(1_000);
    refresh.mockClear();
    let finish = (_isDone: boolean) => {};
    refresh.mockImplementationOnce(() => new Promise((resolve) => (finish = resolve)));

    realtime.channel?.broadcast('notification.created');
    realtime.channel?.broadcast('notification.updated');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(refresh).toHaveBeenCalledTimes(1);
    finish(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('are tried again, ever more slowly, while what they are about cannot be read', async () => {
    startFeed();
    await join();
    await vi.advanceTimersByTimeAsync(5_000);
    refresh.mockClear();
    refresh.mockResolvedValue(false);
    realtime.channel?.broadcast('notification.created');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(refresh).toHaveBeenCalledTimes(2); // the hint, and its second look
    await vi.advanceTimersByTimeAsync(20_000);
    expect(refresh).toHaveBeenCalledTimes(5); // after 3, 5 and 9 seconds
    refresh.mockResolvedValue(true);
    await vi.advanceTimersByTimeAsync(17_000);
    expect(refresh).toHaveBeenCalledTimes(6);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(refresh).toHaveBeenCalledTimes(6);
  });
});

describe('losing the channel', () => {
  it.each(['CLOSED', 'CHANNEL_ERROR', 'TIMED_OUT'] as const)(
    'joins anew with a fresh token after %s',
    async (status) => {
      startFeed();
      await join();
      realtime.channel?.status(status);
      expect(feed.getStatus()).toBe('connecting');
      await vi.advanceTimersByTimeAsync(500);
      expect(realtime.tokens).toBe(2);
      await join();
      expect(feed.getStatus()).toBe('live');
      expect(realtime.open).toHaveLength(1);
    },
  );

  it('backs off with full jitter, up to a cap', async () => {
    startFeed();
    await vi.advanceTimersByTimeAsync(0);
    const delays: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const made = realtime.made.length;
      let waited = 0;
      realtime.channel?.status('CHANNEL_ERROR');
      for (; realtime.made.length === made; waited += 100) await vi.advanceTimersByTimeAsync(100);
      delays.push(waited);
    }
    expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it('polls slowly while it is not joined, and reports so', async () => {
    realtime.client.setAuth = () => Promise.reject(new Error('no token'));
    startFeed();
    await vi.advanceTimersByTimeAsync(0);
    realtime.channel?.status('CHANNEL_ERROR');
    expect(feed.getStatus()).toBe('polling');
    await vi.advanceTimersByTimeAsync(90_000);
    expect(refresh).toHaveBeenCalledTimes(3);
  });

  it('polls and says so when there is no channel to join', async () => {
    startFeed({ realtime: undefined });
    expect(feed.getStatus()).toBe('connecting');
    await vi.advanceTimersByTimeAsync(0);
    expect(feed.getStatus()).toBe('polling');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(refresh).toHaveBeenCalledTimes(3);
  });

  it('tries again when the connection cannot be loaded', async () => {
    const open = vi.fn(async () => realtime.client).mockRejectedValueOnce(new Error('no network'));
    startFeed({ realtime: connectRealtime(open) });
    await vi.advanceTimersByTimeAsync(0);
    expect(feed.getStatus()).toBe('polling');
    await vi.advanceTimersByTimeAsync(500);
    await join();
    expect(feed.getStatus()).toBe('live');
    expect(open).toHaveBeenCalledTimes(2);
  });

  it('does not poll in a hidden window', async () => {
    realtime.client.setAuth = () => Promise.reject(new Error('no token'));
    startFeed();
    await vi.advanceTimersByTimeAsync(0);
    realtime.channel?.status('CHANNEL_ERROR');
    setVisibility('hidden');
    await vi.advanceTimersByTimeAsync(90_000);
    expect(refresh).not.toHaveBeenCalled();
  });

  it('finds a lost hint within the live poll period', async () => {
    startFeed();
    await join();
    refresh.mockClear();
    await vi.advanceTimersByTimeAsync(300_000);
    expect(refresh).toHaveBeenCalledTimes(1);
  });
});

describe('stopping', () => {
  it('leaves the channel and does nothing more', async () => {
    startFeed();
    await join();
    const channel = realtime.channel;
    refresh.mockClear();
    feed.stop();
    expect(realtime.open).toEqual([]);
    channel?.broadcast('notification.created');
    setVisibility('visible');
    await vi.advanceTimersByTimeAsync(600_000);
    expect(refresh).not.toHaveBeenCalled();
    expect(realtime.made).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('never joins when it is stopped while its token is fetched', async () => {
    startFeed();
    feed.stop();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(realtime.made).toEqual([]);
  });

  it('lets a second feed on the same client wait until the first has left the topic', async () => {
    realtime.removesAtOnce = false;
    startFeed();
    await join();
    feed.stop();
    startFeed();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(realtime.made).toHaveLength(1);
    realtime.finishRemovals();
    await vi.advanceTimersByTimeAsync(0);
    expect(realtime.made).toHaveLength(2);
  });
});
