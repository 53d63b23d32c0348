import { fullJitter } from './backoff.ts';
import { createCoalescer } from './coalescer.ts';
import { createListeners } from './listeners.ts';
import type { NotificationsRealtime } from './realtime.ts';
import type { SocketNews } from './socket.ts';
import type { Tabs } from './tabs.ts';
import type { ConnectionStatus } from './types.ts';
import { isVisible } from './visibility.ts';

export interface NotificationsFeedOptions {
  /** Undefined: there is nothing but polling. */
  realtime: NotificationsRealtime | undefined;
  userId: string;
  /**
   * Reads again what is on screen, and resolves to whether that worked. Called for every catch-up and, coalesced, for
   * every hint; calls never overlap.
   */
  refresh: () => Promise<boolean>;
}

/** The realtime side of the inbox. Events are hints: the table is the truth, and `refresh` reads it. */
export interface NotificationsFeed {
  start(): void;
  /** Leaves the channel and the other tabs, and forgets every timer and listener. It does not start again. */
  stop(): void;
  getStatus(): ConnectionStatus;
  /** @returns the function that unsubscribes */
  subscribe(listener: () => void): () => void;
  /** Something was written here: reads it back, and lets the other tabs know where the channel does not. */
  written(): void;
}

/** Time between two refreshes when hints keep coming; two may follow each other at once. */
const MIN_INTERVAL_MS = 250;
/** How long after the last hint one more refresh makes sure that nothing was missed. */
const CONFIRM_MS = 1_000;
/** Refresh period while the channel is not joined. */
const POLL_MS = 30_000;
/** Refresh period while it is: realtime delivers at most once, so this bounds how late a lost hint is. */
const LIVE_POLL_MS = 300_000;
/** How often a tab asks whether another one still leads, and whether the machine has slept. */
const CHECK_MS = 15_000;

/** Calls `refresh` whenever something may have changed, and tells how it comes to know. */
export function createNotificationsFeed({
  realtime,
  userId,
  refresh,
}: NotificationsFeedOptions): NotificationsFeed {
  const { subscribe, notify } = createListeners();
  const coalescer = createCoalescer(read, MIN_INTERVAL_MS);
  let status: ConnectionStatus = 'connecting';
  let heard: SocketNews = 'connecting';
  let tabs: Tabs | undefined;
  let failures = 0;
  const leaving = new AbortController();
  let checkedAt = Date.now();
  let pollTimer: ReturnType<typeof setTimeout> | undefined;
  let confirmTimer: ReturnType<typeof setTimeout> | undefined;
  let checkTimer: ReturnType<typeof setInterval> | undefined;

  async function read() {
    failures = (await refresh()) ? 0 : failures + 1;
    schedulePoll();
    // Nothing better will come.
    if (!realtime && failures === 0 && status === 'connecting') setStatus('polling');
  }

  function request() {
    void coalescer.request();
  }

  function setStatus(next: ConnectionStatus) {
    if (status === next || leaving.signal.aborted) return;
    status = next;
    schedulePoll();
    notify();
  }

  function hear(news: SocketNews | 'changed') {
    if (news === 'changed') request();
    else if (news === 'hint') hinted();
    else {
      heard = news;
      if (news === 'live') void caughtUp();
      else setStatus(news);
    }
  }

  /**
   * Realtime reads hints from the write-ahead log, so a hint can come a moment before other connections see
   * its commit. The refetch at once is nearly always right; the one after a pause always is.
   */
  function hinted() {
    request();
    clearTimeout(confirmTimer);
    confirmTimer = setTimeout(request, CONFIRM_MS);
  }

  /** What was committed before the join sent no hint to this window, so `live` waits for one refresh. */
  async function caughtUp() {
    await coalescer.request();
    if (heard === 'live') setStatus('live');
  }

  function schedulePoll() {
    clearTimeout(pollTimer);
    if (leaving.signal.aborted) return;
    const period = (status === 'live' ? LIVE_POLL_MS : POLL_MS) * (0.75 + Math.random() / 2);
    const retry = 1_000 + fullJitter(failures);
    pollTimer = setTimeout(
      () => {
        schedulePoll();
        if (isVisible() && navigator.onLine) request();
      },
      failures > 0 ? Math.min(period, retry) : period,
    );
  }

  /** The window woke up: what happened meanwhile is fetched now, and a pending rejoin waits no longer. */
  function wake() {
    if (!navigator.onLine) return;
    if (status === 'offline') setStatus('connecting');
    tabs?.wake();
    if (isVisible()) request();
  }

  function offline() {
    tabs?.pause();
    heard = 'connecting';
    setStatus('offline');
  }

  /** Timers stand still while the machine sleeps: one that is much too late says that it did. */
  function check() {
    const hasSlept = Date.now() - checkedAt > 3 * CHECK_MS;
    checkedAt = Date.now();
    if (hasSlept) wake();
    else tabs?.check();
  }

  return {
    start() {
      const { signal } = leaving;
      addEventListener('online', wake, { signal });
      addEventListener('offline', offline, { signal });
      // Back from the memory of the browser, as it was when it was left.
      addEventListener('pageshow', ({ persisted }) => persisted && wake(), { signal });
      document.addEventListener('visibilitychange', wake, { signal });
      checkTimer = setInterval(check, CHECK_MS);
      schedulePoll();
      if (!realtime) return request();
      tabs = realtime({ userId, hear });
      if (!navigator.onLine) offline();
    },
    stop() {
      leaving.abort();
      clearInterval(checkTimer);
      clearTimeout(pollTimer);
      clearTimeout(confirmTimer);
      coalescer.stop();
      tabs?.stop();
    },
    getStatus: () => status,
    subscribe,
    written() {
      request();
      if (status !== 'live') tabs?.announce();
    },
  };
}
