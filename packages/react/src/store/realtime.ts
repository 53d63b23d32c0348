import type { SocketNews } from './socket.ts';
import type { Tabs } from './tabs.ts';

/** The part of a realtime channel that the feed uses. */
export interface RealtimeConnectionChannel {
  on(type: 'broadcast', filter: { event: string }, callback: (message: unknown) => void): unknown;
  subscribe(callback: (status: string) => void): unknown;
}

/**
 * The part of `RealtimeClient` (of @supabase/realtime-js, `supabase.realtime`) that the feed uses. The client fetches
 * its own access token.
 */
export interface RealtimeConnection {
  channel(topic: string, options: { config: { private: boolean } }): RealtimeConnectionChannel;
  removeChannel(channel: never): Promise<unknown>;
  /** Fetches a fresh token for the joins to come. */
  setAuth(): Promise<void>;
}

/** A connection, or where to get one when it is needed: a window that does not lead never loads it. */
export type RealtimeSource = RealtimeConnection | (() => Promise<RealtimeConnection>);

export interface LiveOptions {
  userId: string;
  hear: (news: SocketNews | 'changed') => void;
}

/** What tells a window of changes; `connectRealtime` of `@cassius/react/realtime` makes one. */
export type NotificationsRealtime = (options: LiveOptions) => Tabs;
