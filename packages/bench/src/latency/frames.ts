import type { Addresses } from '@cassius/dev-stack/src/state.ts';
import { createClient } from '@supabase/supabase-js';
import { WebSocket } from 'ws';
import { preciseNow } from '../measure/clocks.ts';
import { type Observed, PASSWORD } from './observed.ts';

/** Listens for hints as an application would: the stock client, signed in, on the private channel. */
export interface Frames {
  /** When the hint of a notification was handed to the application, by its id; milliseconds since 1970. */
  readonly arrivedAt: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

export async function listenForFrames(addresses: Addresses, { email, userId }: Observed): Promise<Frames> {
  const supabase = createClient(addresses.API_URL, addresses.PUBLISHABLE_KEY, {
    realtime: { transport: WebSocket as never },
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const arrivedAt = new Map<string, number>();
  const { error } = await supabase.auth.signInWithPassword({ email, password: PASSWORD });
  if (error) throw new Error(`${email}: ${error.message}`);
  await supabase.realtime.setAuth();
  const channel = supabase.channel(`user:${userId}:notifications`, { config: { private: true } });
  channel.on('broadcast', { event: 'notification.created' }, ({ payload }) => {
    arrivedAt.set(String(payload.id), preciseNow());
  });
  await new Promise<void>((resolve, reject) => {
    channel.subscribe((status, problem) => {
      if (status === 'SUBSCRIBED') resolve();
      else if (status !== 'CLOSED') reject(new Error(`realtime: ${status} ${problem?.message ?? ''}`));
    });
  });
  return {
    arrivedAt,
    async stop() {
      await supabase.removeAllChannels();
      supabase.realtime.disconnect();
    },
  };
}
