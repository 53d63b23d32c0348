/**
 * Given to supabase-js where it must not open a live connection: on the server. Node 20 has no WebSocket and
 * the client refuses to be created without one.
 */
export class NoRealtime extends EventTarget {
  constructor() {
    super();
    throw new Error('Live updates are for the browser: the server reads through the Data API.');
  }
}
