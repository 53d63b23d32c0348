// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest';
import { connectRealtime } from '../src/realtime.ts';
import { feed, join, realtime, refresh, setVisibility, startFeed } from './support/feed.ts';

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
