import { RealtimeClient } from '@supabase/realtime-js';
import { createSessionToken } from './session-token.ts';

/** What the browser needs for a live connection; the server hands it over, for it is known at run time only. */
export interface RealtimeConfig {
  supabaseUrl: string;
  publishableKey: string;
}

/**
 * The live connection of this page, as its visitor. The client of realtime alone: the rest of supabase-js, three quarters
 * of it, has nothing to do in a browser that asks this site's own HTTP API for its data.
 */
export function openRealtime({ supabaseUrl, publishableKey }: RealtimeConfig): RealtimeClient {
  const url = new URL('realtime/v1', `${supabaseUrl.replace(/\/$/, '')}/`);
  url.protocol = url.protocol.replace('http', 'ws');
  return new RealtimeClient(url.href, {
    params: { apikey: publishableKey },
    accessToken: createSessionToken(),
  });
}
