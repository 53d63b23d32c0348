'use client';

import type { Database } from '@cassius/contracts/database';
import { createBrowserClient } from '@supabase/ssr';
import type { SupabaseClient } from '@supabase/supabase-js';
import { NoRealtime } from './no-realtime.ts';

/** What the browser needs to reach the data; the server hands it over, for it is known at run time only. */
export interface PublicConfig {
  supabaseUrl: string;
  publishableKey: string;
}

/** The visitor's client in the browser. It shares the session's cookies with the server. */
export function browserClient(config: PublicConfig): SupabaseClient<Database> {
  // The first render happens on the server, where nothing subscribes and Node 20 has no WebSocket.
  const onServer = typeof window === 'undefined';
  return createBrowserClient<Database>(config.supabaseUrl, config.publishableKey, {
    ...(onServer && { realtime: { transport: NoRealtime as unknown as typeof WebSocket } }),
  });
}
