import type { RealtimeConnection, RealtimeConnectionChannel } from './realtime.ts';

export interface MemoryRealtime extends RealtimeConnection {
  /** Says to every channel that something changed. */
  hint(): void;
}

/** A realtime connection that is always there. */
export function createMemoryRealtime(): MemoryRealtime {
  const joined = new Map<RealtimeConnectionChannel, Set<(message: unknown) => void>>();
  return {
    channel() {
      const listeners = new Set<(message: unknown) => void>();
      const channel: RealtimeConnectionChannel = {
        on(_type, _filter, callback) {
          listeners.add(callback);
          return channel;
        },
        subscribe(callback) {
          joined.set(channel, listeners);
          queueMicrotask(() => callback('SUBSCRIBED'));
          return channel;
        },
      };
      return channel;
    },
    async removeChannel(channel) {
      joined.delete(channel);
    },
    async setAuth() {},
    hint() {
      for (const listeners of joined.values()) for (const listener of listeners) listener({ payload: {} });
    },
  };
}
