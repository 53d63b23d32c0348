// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest';
import { feed, join, realtime, refresh, setVisibility, startFeed } from './support/feed.ts';
import { USER_ID } from './support/rows.ts';

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
