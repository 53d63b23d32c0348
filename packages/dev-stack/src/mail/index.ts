import { once } from 'node:events';
import type { Server } from 'node:http';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { Log } from '../log.ts';
import type { Service } from '../service.ts';
import { apiRoutes } from './api.ts';
import { createFailures } from './failures.ts';
import { inboxRoutes } from './inbox.ts';
import { resendRoutes } from './resend.ts';
import { openMailStore } from './store.ts';
import { createWebhooks, type WebhookEndpoint } from './webhooks.ts';

export interface MailOptions {
  /** 0 takes a free one; `url` tells which. */
  port: number;
  /** Address to listen on; this machine only unless told. */
  host?: string;
  /** Where messages and idempotency keys are kept over a restart; in memory only unless given. */
  dataFile?: string;
  /** The only API key that is accepted; any key is unless given. */
  apiKey?: string;
  /** Who is told what becomes of emails; nobody unless given. */
  webhook?: WebhookEndpoint;
  log: Log;
}

export interface Mail extends Service {
  /** Base URL of the Resend API, of `/api`, and of the inbox. */
  readonly url: string;
}

/**
 * A mail provider that delivers to an inbox page: Resend's API for sending, with its idempotency rules, and its webhooks.
 * @throws when the port is taken, the data file cannot be read, or the webhook's secret is none
 */
export async function startMail(options: MailOptions): Promise<Mail> {
  const { log, host = '127.0.0.1' } = options;
  const stopping = new AbortController();
  const webhooks = createWebhooks(options.webhook, log);
  const store = await openMailStore(options.dataFile);
  const failures = createFailures();

  const app = new Hono<{ Bindings: HttpBindings }>();
  app.route('/', inboxRoutes(store));
  app.route('/api', apiRoutes({ store, failures, webhooks }));
  app.route(
    '/',
    resendRoutes({ store, failures, webhooks, apiKey: options.apiKey, log, stopping: stopping.signal }),
  );
  app.notFound((c) =>
    c.json({ statusCode: 404, name: 'not_found', message: 'The requested endpoint does not exist.' }, 404),
  );

  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  try {
    await listen(server, options.port, host);
  } catch (error) {
    await store.close();
    throw error;
  }
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;

  let stopped: Promise<void> | null = null;
  const stop = async () => {
    stopping.abort();
    await webhooks.stop();
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
    await store.close();
  };
  return {
    name: 'mail',
    url: `http://${host}:${port}`,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new Error(`mail: port ${port} is taken by another program`);
  }
}
