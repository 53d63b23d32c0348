import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { createClient, type RealtimeChannel, type SupabaseClient } from '@supabase/supabase-js';
import { SignJWT } from 'jose';
import pg from 'pg';
import { expect } from 'vitest';
import WebSocket from 'ws';
import { silent } from '../../src/log.ts';
import { freePort } from '../../src/ports.ts';
import { bootstrap } from '../../src/postgres/bootstrap.ts';
import { startPostgres } from '../../src/postgres/server.ts';
import { type Realtime, type RealtimeOptions, startRealtime } from '../../src/realtime/index.ts';
import { throwaway } from '../postgres/throwaway.ts';

/** Asks again until it is so, for much longer than it should take: a machine that is busy is slow, not wrong. */
export const eventually = <T>(ask: () => T, options: { interval?: number } = {}) =>
  expect.poll(ask, { timeout: 10_000, interval: 20, ...options });

export const publishableKey = 'sb_publishable_test';
export const secretKey = 'sb_secret_test';
const jwtSecret = 'a secret of the tests, long enough for HS256';
const password = 'password';

export type Version = '1.0.0' | '2.0.0';
export const versions: Version[] = ['1.0.0', '2.0.0'];

/** Rules of the test database: a topic of one's own to hear, and a room where everybody may speak. */
const policies = `
  create policy "people hear their own topic" on realtime.messages for select to authenticated
    using (extension = 'broadcast' and (select realtime.topic()) = 'user:' || (select auth.uid())::text);
  create policy "everybody signed in hears rooms" on realtime.messages for select to authenticated
    using ((select realtime.topic()) like 'room:%');
  create policy "everybody signed in speaks in rooms" on realtime.messages for insert to authenticated
    with check ((select realtime.topic()) like 'room:%');`;

export interface ClientOptions {
  /** A user's token, or what gives the current one. Without: nobody is signed in. */
  token?: string | (() => string);
  key?: string;
  vsn?: Version;
  /** More options of the Realtime client. */
  realtime?: object;
}

export interface World {
  url: string;
  gateway: Realtime;
  stopPostgres(): Promise<void>;
  /** Stops PostgreSQL and starts it again, with the same data and port. */
  restartPostgres(): Promise<void>;
  /** Runs SQL as the superuser. */
  sql(text: string, values?: unknown[]): Promise<pg.QueryResult>;
  /** A database connection as `postgres`, the role of migrations; ended with the world. */
  connect(): Promise<pg.Client>;
  /** The stock client: signed in as that user, or with the API key alone. */
  client(options?: ClientOptions): SupabaseClient;
  stop(): Promise<void>;
}

export interface WorldOptions extends Partial<Pick<RealtimeOptions, 'limits' | 'log'>> {
  /** Of the database server, beside the usual ones. */
  settings?: Record<string, string>;
}

/** A database of its own, the gateway on it, and an HTTP server that mounts it as the API origin does. */
export async function createWorld({ limits, log = silent, settings }: WorldOptions = {}): Promise<World> {
  const dataDir = join(await mkdtemp(join(tmpdir(), 'realtime-')), 'data');
  const port = await freePort();
  const start = () =>
    startPostgres({ dataDir, port, password, log: silent, settings: { ...throwaway, ...settings } });
  let postgres = await start();
  await bootstrap(postgres.adminUrl, { passwords: { postgres: password, authenticator: password } });
  const postgresUrl = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  const opened: pg.Client[] = [];
  const clients: SupabaseClient[] = [];
  const connect = async (connectionString = postgresUrl) => {
    const client = new pg.Client({ connectionString });
    // Lost with the server, in the test that restarts it.
    client.on('error', () => {});
    await client.connect();
    opened.push(client);
    return client;
  };
  // As the role of migrations: the right to make policies is part of what is tested.
  await (await connect()).query(policies);

  const gateway = await startRealtime({
    databaseUrl: postgres.adminUrl,
    jwtSecret,
    publishableKey,
    secretKey,
    log,
    limits,
  });
  const server = await listen(gateway);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    gateway,
    stopPostgres: () => postgres.stop(),
    async restartPostgres() {
      await postgres.stop();
      postgres = await start();
    },
    async sql(text, values) {
      const client = await connect(postgres.adminUrl);
      try {
        return await client.query(text, values);
      } finally {
        await client.end();
      }
    },
    connect,
    client({ token, key = publishableKey, vsn = '2.0.0', realtime = {} } = {}) {
      const accessToken = async () => (typeof token === 'function' ? token() : (token ?? null));
      const client = createClient(url, key, {
        ...(token === undefined ? {} : { accessToken }),
        auth: { persistSession: false, autoRefreshToken: false },
        // The constructor's type is that of browsers; `ws` has what is used of it.
        realtime: { transport: WebSocket as never, vsn, ...realtime },
      });
      clients.push(client);
      return client;
    },
    async stop() {
      for (const client of clients) client.realtime.disconnect();
      await gateway.stop();
      server.closeAllConnections();
      server.close();
      await Promise.all(opened.map((client) => client.end()));
      await postgres.stop();
      await rm(dirname(dataDir), { recursive: true, force: true });
    },
  };
}

async function listen(gateway: Realtime): Promise<Server> {
  const server = createServer(getRequestListener((request) => gateway.fetch(request)));
  server.on('upgrade', (request, socket, head) => gateway.upgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** A user's token, as the Auth service signs them. */
export function signToken(claims: { sub?: string; role?: string; exp?: number } = {}): Promise<string> {
  const { sub = randomUUID(), role = 'authenticated', exp = Math.floor(Date.now() / 1000) + 3600 } = claims;
  return new SignJWT({ sub, role, exp, aud: 'authenticated' })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(jwtSecret));
}

/** Somebody new, with a token and the private topic that is theirs. */
export async function createUser(): Promise<{ id: string; token: string; topic: string }> {
  const id = randomUUID();
  return { id, token: await signToken({ sub: id }), topic: `user:${id}` };
}

export interface Heard {
  event: string;
  payload: Record<string, unknown>;
  meta?: { id: string; replayed?: boolean };
}

/** A joined channel, and everything that it was told. */
export interface Listener {
  channel: RealtimeChannel;
  /** What `subscribe` reported, in order, errors with their text. */
  statuses: string[];
  broadcasts: Heard[];
  systems: { extension: string; status: string; message: string }[];
}

/** Subscribes and notes everything; does not wait for the answer. */
export async function listenTo(
  client: SupabaseClient,
  topic: string,
  config: object = {},
): Promise<Listener> {
  // Without it the client joins before it has asked for the token.
  await client.realtime.setAuth();
  const channel = client.channel(topic, { config });
  const listener: Listener = { channel, statuses: [], broadcasts: [], systems: [] };
  channel
    .on('broadcast', { event: '*' }, (message) => listener.broadcasts.push(message as unknown as Heard))
    .on('system', {}, (message) => listener.systems.push(message))
    .subscribe((status, error) => listener.statuses.push(error ? `${status} ${error.message}` : status));
  return listener;
}

/** As {@link listenTo}, and waits until the channel is joined. */
export async function subscribe(
  client: SupabaseClient,
  topic: string,
  config: object = {},
): Promise<Listener> {
  const listener = await listenTo(client, topic, config);
  await eventually(() => listener.statuses[0]).toBeDefined();
  expect(listener.statuses[0]).toBe('SUBSCRIBED');
  return listener;
}

/** Joins a private channel, as that user if a token is given. */
export const subscribePrivate = (
  client: SupabaseClient,
  topic: string,
  config: object = {},
): Promise<Listener> => subscribe(client, topic, { ...config, private: true });
