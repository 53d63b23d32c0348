import type { RealtimeChannel, SupabaseClient } from '@supabase/supabase-js';
import { fullJitter } from './backoff.ts';
import { createCoalescer } from './coalescer.ts';
import type { ConnectionStatus } from './types.ts';

export interface NotificationsFeedOptions {
  client: SupabaseClient;
  userId: string;
  /**
   * Refetches what is on screen. Called for every catch-up and, coalesced, for every hint. Calls never
   * overlap; a rejection is ignored here, because whoever owns the data shows it.
   */
  refresh: () => Promise<unknown>;
  /** Time between two refreshes when hints keep coming, ms; two may follow each other at once. */
  minIntervalMs?: number;
  /** How long after the last hint one more refresh makes sure that nothing was missed, ms. */
  confirmMs?: number;
  /** Refresh period while the channel is not joined, ms. */
  pollMs?: number;
  /** Refresh period while it is: realtime delivers at most once, so this bounds how late a lost hint is. */
  livePollMs?: number;
  backoff?: { baseMs: number; capMs: number };
  random?: () => number;
}

/** The realtime side of the inbox. Events are hints: the table is the truth, and `refresh` reads it. */
export interface NotificationsFeed {
  start(): void;
  /** Leaves the channel and forgets every timer and listener. A stopped feed does not start again. */
  stop(): void;
  getStatus(): ConnectionStatus;
  /** @returns the function that unsubscribes */
  subscribe(listener: () => void): () => void;
}

// `client.channel(topic)` hands back a channel that is still leaving, and subscribing to that does nothing:
// a new feed on the same client waits for the old one's goodbye.
const departures = new WeakMap<SupabaseClient, Promise<unknown>>();

/** Joins the user's private topic and calls `refresh` whenever something may have changed. */
export function createNotificationsFeed({
  client,
  userId,
  refresh,
  minIntervalMs = 250,
  confirmMs = 1_000,
  pollMs = 30_000,
  livePollMs = 300_000,
  backoff = { baseMs: 1_000, capMs: 60_000 },
  random = Math.random,
}: NotificationsFeedOptions): NotificationsFeed {
  const listeners = new Set<() => void>();
  const coalescer = createCoalescer(refresh, minIntervalMs);
  let status: ConnectionStatus = 'connecting';
  let channel: RealtimeChannel | undefined;
  let joining = false;
  let failures = 0;
  let stopped = false;
  let rejoinTimer: ReturnType<typeof setTimeout> | undefined;
  let pollTimer: ReturnType<typeof setTimeout> | undefined;
  let confirmTimer: ReturnType<typeof setTimeout> | undefined;

  function setStatus(next: ConnectionStatus) {
    if (status === next || stopped) return;
    status = next;
    for (const listener of listeners) listener();
  }

  async function join() {
    if (joining || channel || stopped) return;
    joining = true;
    clearTimeout(rejoinTimer);
    try {
      await departures.get(client);
      // A private topic is authorised by the token the socket holds: fetch a fresh one for every join.
      await client.realtime.setAuth();
    } catch {
      return lost(); // without a token the join would be refused: it counts as one failed attempt
    } finally {
      joining = false;
    }
    if (stopped) return;
    const joined = client.channel(`user:${userId}:notifications`, { config: { private: true } });
    channel = joined;
    joined.on('broadcast', { event: '*' }, hinted);
    joined.subscribe((event) => {
      if (channel !== joined) return; // the goodbye of a channel that was already given up
      if (event === 'SUBSCRIBED') void caughtUp(joined);
      else lost();
    });
  }

  /**
   * Realtime reads hints from the write-ahead log, so a hint can come a moment before other connections see
   * its commit. The refetch at once is nearly always right; the one after a pause always is.
   */
  function hinted() {
    void coalescer.request();
    clearTimeout(confirmTimer);
    confirmTimer = setTimeout(() => void coalescer.request(), confirmMs);
  }

  /** What was committed before the join sent no hint to this window, so `live` waits for one refresh. */
  async function caughtUp(joined: RealtimeChannel) {
    failures = 0;
    await coalescer.request();
    if (channel !== joined) return;
    setStatus('live');
    schedulePoll();
  }

  /** The client rejoins by itself after some losses, but never after the server closed the channel. */
  function lost() {
    if (stopped) return;
    leave();
    if (!isOnline()) return setStatus('offline');
    setStatus(failures === 0 && status === 'live' ? 'connecting' : 'polling');
    rejoinTimer = setTimeout(join, fullJitter(failures, backoff, random));
    failures += 1;
    schedulePoll();
  }

  function leave() {
    const left = channel;
    channel = undefined;
    if (left) departures.set(client, client.removeChannel(left));
  }

  function schedulePoll() {
    clearTimeout(pollTimer);
    if (stopped) return;
    const period = status === 'live' ? livePollMs : pollMs;
    pollTimer = setTimeout(
      () => {
        if (isVisible() && isOnline()) void coalescer.request();
        schedulePoll();
      },
      period * (0.75 + random() / 2),
    );
  }

  /** The window woke up: what happened meanwhile is fetched now, and a pending rejoin waits no longer. */
  function wake() {
    if (!isVisible() || !isOnline()) return;
    if (status === 'offline') setStatus('connecting');
    void coalescer.request();
    failures = 0;
    void join();
  }

  function offline() {
    clearTimeout(rejoinTimer);
    leave();
    setStatus('offline');
  }

  return {
    start() {
      globalThis.addEventListener?.('online', wake);
      globalThis.addEventListener?.('offline', offline);
      globalThis.document?.addEventListener('visibilitychange', wake);
      schedulePoll();
      if (isOnline()) void join();
      else setStatus('offline');
    },
    stop() {
      stopped = true;
      globalThis.removeEventListener?.('online', wake);
      globalThis.removeEventListener?.('offline', offline);
      globalThis.document?.removeEventListener('visibilitychange', wake);
      clearTimeout(rejoinTimer);
      clearTimeout(pollTimer);
      clearTimeout(confirmTimer);
      coalescer.stop();
      leave();
    },
    getStatus: () => status,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function isOnline(): boolean {
  return globalThis.navigator?.onLine !== false;
}

function isVisible(): boolean {
  return globalThis.document?.visibilityState !== 'hidden';
}
