// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest';
import { feed, join, realtime, refresh, setOnline, setVisibility, startFeed } from './support/feed.ts';

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
