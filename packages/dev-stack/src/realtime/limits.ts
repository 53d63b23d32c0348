/** What one client may ask of the gateway. Hosted Supabase's figures, those of the smallest plan where plans differ. */
export interface Limits {
  /** Largest WebSocket frame, in bytes; the socket of a larger one is closed (1009). */
  frameBytes: number;
  /** Largest payload of one broadcast or one presence, in bytes of JSON or of binary. */
  payloadBytes: number;
  channelsPerSocket: number;
  joinsPerSecond: number;
  /** Presence messages (track, untrack) of one channel in one window. */
  presenceCalls: number;
  presenceWindowMs: number;
  /** A socket that says nothing, not even a heartbeat, for this long is dropped. */
  idleMs: number;
  /** Bytes waiting for a client that reads too slowly; beyond, it is dropped and will rejoin. */
  bufferedBytes: number;
  /** Messages of one channel waiting to be handled (for its policies to be evaluated, for instance). */
  pendingMessages: number;
}

export const hostedLimits: Limits = {
  frameBytes: 5_000_000,
  payloadBytes: 256_000,
  channelsPerSocket: 100,
  joinsPerSecond: 100,
  presenceCalls: 5,
  presenceWindowMs: 30_000,
  idleMs: 60_000,
  bufferedBytes: 4_000_000,
  pendingMessages: 1000,
};
