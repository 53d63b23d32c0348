import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import pg from 'pg';
import { WebSocketServer } from 'ws';
import type { Log } from '../log.ts';
import type { Service } from '../service.ts';
import { Authorization } from './authorization.ts';
import type { Context } from './context.ts';
import { readHandshake, refuseUpgrade } from './handshake.ts';
import { handleBroadcastRequest } from './http.ts';
import { clientTopic, Hub } from './hub.ts';
import { hostedLimits, type Limits } from './limits.ts';
import { keepPartitions } from './partitions.ts';
import { type StoredMessage, startReplication } from './replication.ts';
import { broadcastJson, SharedFrame } from './shared-frame.ts';
import { RealtimeSocket } from './socket.ts';
import { createVerify } from './token.ts';

export interface RealtimeOptions {
  /** Connection of the superuser, to a database where `schema.sql` has been applied and `wal_level` is `logical`. */
  databaseUrl: string;
  /** Signs users' tokens (HS256). */
  jwtSecret: string;
  /** Key that stands for the role `anon`. */
  publishableKey: string;
  /** Key that stands for the role `service_role`. */
  secretKey: string;
  log: Log;
  /** Where to differ from the hosted limits. */
  limits?: Partial<Limits>;
}

export interface Realtime extends Service {
  /** Takes over a connection to `/realtime/v1/websocket`: the `upgrade` event of an HTTP server. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Answers `/realtime/v1/api/broadcast`. */
  fetch(request: Request): Promise<Response>;
  stats(): { connections: number; channels: number };
}

/**
 * Starts a gateway that the stock `@supabase/supabase-js` joins as it joins hosted Realtime.
 * @throws when the database cannot be reached or lacks the schema
 */
export async function startRealtime(options: RealtimeOptions): Promise<Realtime> {
  const { databaseUrl, log } = options;
  const limits: Limits = { ...hostedLimits, ...options.limits };
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: 'realtime',
    max: 4,
    connectionTimeoutMillis: 5000,
    statement_timeout: 5000,
  });
  pool.on('error', (error) => log.warn('database connection lost', { error }));
  const hub = new Hub();
  const context: Context = {
    hub,
    pool,
    limits,
    log,
    verify: createVerify(options),
    authorization: new Authorization(pool, log),
    isStreaming: () => replication.isOpen(),
  };
  const sockets = new Set<RealtimeSocket>();

  const partitions = await keepPartitions(pool, log).catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  const replication = await startReplication({
    databaseUrl,
    log,
    onMessage: (message) => deliver(context, message),
    // Clients cannot know what they missed: they rejoin, and read again what they show.
    onGap: () => {
      for (const socket of sockets) socket.close(1012, 'Messages from the database were interrupted');
    },
  }).catch(async (error: unknown) => {
    await partitions.stop();
    await pool.end();
    throw error;
  });

  const server = new WebSocketServer({ noServer: true, maxPayload: limits.frameBytes });
  const sweep = setInterval(() => {
    const now = Date.now();
    for (const socket of sockets)
      if (socket.silentMs(now) > limits.idleMs) socket.drop('silent for too long');
  }, limits.idleMs / 4);

  const accept = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const handshake = await readHandshake(request, context.verify);
    if ('status' in handshake) {
      refuseUpgrade(socket, handshake.status, handshake.message);
      return;
    }
    server.handleUpgrade(request, socket, head, (ws) => {
      const client = new RealtimeSocket(context, ws, handshake.version, handshake.apiKey);
      sockets.add(client);
      ws.on('close', () => sockets.delete(client));
    });
  };

  let stopping: Promise<void> | undefined;
  const stop = async () => {
    clearInterval(sweep);
    for (const socket of sockets) socket.close(1001, 'Realtime is shutting down');
    await Promise.all([partitions.stop(), replication.stop()]);
    await pool.end();
    for (const client of server.clients) client.terminate();
  };
  return {
    name: 'realtime',
    upgrade(request, socket, head) {
      // A tab that is closed, or a machine that sleeps, often ends its connection without a good-bye: nothing to tell.
      socket.on('error', () => {});
      accept(request, socket, head).catch((error: unknown) => {
        log.error('connection refused', { error });
        refuseUpgrade(socket, 500, 'Internal error');
      });
    },
    fetch: (request) => handleBroadcastRequest(context, request),
    stats: () => ({
      connections: sockets.size,
      channels: [...sockets].reduce((sum, socket) => sum + socket.channelCount, 0),
    }),
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

/** From the database to those who may hear it. */
function deliver({ hub, limits, log }: Context, message: StoredMessage): void {
  const { id, topic, event, payload } = message;
  if (Buffer.byteLength(payload) > limits.payloadBytes) {
    log.warn('message from the database not sent: payload too large', {
      topic,
      event,
      max: limits.payloadBytes,
    });
    return;
  }
  const content = { event: 'broadcast', payloadJson: broadcastJson(event, payload, { id }) };
  hub.broadcast({ name: topic, private: message.private }, new SharedFrame(clientTopic(topic), content, id));
}
