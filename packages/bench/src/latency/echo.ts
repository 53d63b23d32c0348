import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { WebSocket, WebSocketServer } from 'ws';
import { preciseNow } from '../measure/clocks.ts';

/** The channel on which the server listens. */
export const ECHO_CHANNEL = 'bench_echo';

/** The least that lies between a commit and a socket: a session that listens, and passes on each payload as it is. */
export interface Echo {
  /** When a payload arrived at the client; milliseconds since 1970. */
  readonly arrivedAt: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

export async function startEcho(databaseUrl: string): Promise<Echo> {
  const listener = new pg.Client({ connectionString: databaseUrl });
  listener.on('error', () => {});
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  const arrivedAt = new Map<string, number>();
  const stop = async () => {
    for (const socket of server.clients) socket.terminate();
    server.close();
    await listener.end();
  };
  try {
    await once(server, 'listening');
    await listener.connect();
    listener.on('notification', ({ payload = '' }) => {
      for (const socket of server.clients) socket.send(payload);
    });
    await listener.query(`listen ${ECHO_CHANNEL}`);
    const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    client.on('message', (payload) => void arrivedAt.set(String(payload), preciseNow()));
    await once(client, 'open');
    return { arrivedAt, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
