import { fullJitter } from './backoff.ts';
import type { RealtimeConnection, RealtimeConnectionChannel, RealtimeSource } from './realtime.ts';

export type ChannelState = 'live' | 'connecting' | 'polling';

/** Something may have changed; or how the channel is from now on. */
export type SocketNews = 'hint' | ChannelState;

export interface Socket {
  /** Joins now, rather than when the backoff says so. */
  join(): void;
  /** Leaves; `join` comes back. */
  stop(): void;
}

export interface SocketOptions {
  realtime: RealtimeSource;
  userId: string;
  tell: (news: SocketNews) => void;
}

// `channel(topic)` hands back a channel that is still leaving, and subscribing to that does nothing: a new socket on
// the same connection waits for the old one's goodbye.
const departures = new WeakMap<RealtimeConnection, Promise<unknown>>();

/** The user's private topic. It comes back by itself from whatever happens to the channel, with a fresh token. */
export function createSocket({ realtime, userId, tell }: SocketOptions): Socket {
  let connection: RealtimeConnection | undefined;
  let channel: RealtimeConnectionChannel | undefined;
  let isWanted = false;
  let isJoining = false;
  let wasLive = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function join() {
    clearTimeout(timer);
    if (isJoining || channel) return;
    isJoining = true;
    try {
      connection ??= typeof realtime === 'function' ? await realtime() : realtime;
      await departures.get(connection);
      // A private topic is authorised by the token the socket holds: a fresh one for every join.
      await connection.setAuth();
    } catch {
      return lost(); // without a token the join would be refused: it counts as one failed attempt
    } finally {
      isJoining = false;
    }
    if (!isWanted) return;
    const joined = connection.channel(`user:${userId}:notifications`, { config: { private: true } });
    channel = joined;
    joined.on('broadcast', { event: '*' }, () => tell('hint'));
    joined.subscribe((status) => {
      if (channel !== joined) return; // the goodbye of a channel that was already given up
      if (status !== 'SUBSCRIBED') return lost();
      failures = 0;
      wasLive = true;
      tell('live');
    });
  }

  /** The client rejoins by itself after some losses, but never after the server closed the channel. */
  function lost() {
    leave();
    if (!isWanted) return;
    tell(failures === 0 && wasLive ? 'connecting' : 'polling');
    wasLive = false;
    timer = setTimeout(join, fullJitter(failures));
    failures += 1;
  }

  function leave() {
    const left = channel;
    channel = undefined;
    if (left && connection) departures.set(connection, connection.removeChannel(left as never));
  }

  return {
    join() {
      isWanted = true;
      failures = 0;
      void join();
    },
    stop() {
      isWanted = false;
      clearTimeout(timer);
      leave();
    },
  };
}
