import { afterEach, beforeEach, vi } from 'vitest';
import { connectRealtime } from '../../src/realtime.ts';
import {
  createNotificationsFeed,
  type NotificationsFeed,
  type NotificationsFeedOptions,
} from '../../src/store/feed.ts';
import { FakeRealtime } from './fake-realtime.ts';
import { USER_ID } from './rows.ts';

/** What each test has anew: a server, what reads again, and the feed of one window once it is started. */
export let realtime: FakeRealtime;
export let refresh: ReturnType<typeof vi.fn<() => Promise<boolean>>>;
export let feed: NotificationsFeed;

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

export function startFeed(options: Partial<NotificationsFeedOptions> = {}): void {
  feed = createNotificationsFeed({
    realtime: connectRealtime(realtime.client),
    userId: USER_ID,
    refresh,
    ...options,
  });
  feed.start();
}

export async function join(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
  realtime.channel?.status('SUBSCRIBED');
  await vi.advanceTimersByTimeAsync(0);
}

export function setOnline(online: boolean): void {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(online);
  window.dispatchEvent(new Event(online ? 'online' : 'offline'));
}

export function setVisibility(state: DocumentVisibilityState): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  document.dispatchEvent(new Event('visibilitychange'));
}
