import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { Log } from '../log.ts';
import type { Service } from '../service.ts';
import { hasValidToken } from './token.ts';

/** A part of the origin that answers requests under its own path. */
interface Answers {
  fetch(request: Request): Promise<Response>;
}

export interface OriginOptions {
  port: number;
  jwtSecret: string;
  /** /rest/v1 and /auth/v1. */
  data: Answers;
  /** /realtime/v1. */
  realtime: Answers & { upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void };
  /** /functions/v1. */
  functions: {
    /** Undefined when there is no such function. */
    find(name: string): { verifyJwt: boolean; fetch(request: Request): Promise<Response> } | undefined;
  };
  log: Log;
}

/**
 * How long a connection is kept that nobody uses, in milliseconds. A busy Node accepts one new connection each time that it
 * comes round: a server that asks now and then, as the web app's does, must not have to queue for one each time. Hosted
 * gateways keep them for about a minute.
 */
const KEEP_ALIVE_MS = 65_000;

/** The one HTTP origin of a Supabase project: the path says which service answers. */
export async function startOrigin(options: OriginOptions): Promise<Service> {
  const { port, log } = options;
  const server = createAdaptorServer({
    fetch: routes(options).fetch,
    overrideGlobalObjects: false,
  }) as Server;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.on('upgrade', (request, socket, head) => {
    // A browser that goes away in the middle of the handshake is no event.
    socket.on('error', () => {});
    if (request.url?.startsWith('/realtime/v1/')) options.realtime.upgrade(request, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  server.on('error', (error) => log.error('server', { error }));
  return {
    name: 'api',
    async stop() {
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function routes({ data, realtime, functions, jwtSecret, log }: OriginOptions): Hono {
  const app = new Hono();
  const permissive = cors({
    origin: '*',
    allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    exposeHeaders: [
      'Content-Range',
      'Content-Location',
      'Content-Profile',
      'Preference-Applied',
      'X-Sb-Error-Code',
    ],
    maxAge: 86_400,
  });
  for (const path of ['/rest/v1/*', '/auth/v1/*']) {
    app.use(path, permissive);
    app.all(path, (context) => data.fetch(context.req.raw));
  }
  app.use('/realtime/v1/*', permissive);
  app.all('/realtime/v1/*', (context) => realtime.fetch(context.req.raw));

  // No CORS here: on the hosted platform a function that browsers call answers preflights itself.
  const callFunction = async (name: string, request: Request): Promise<Response> => {
    const found = functions.find(name);
    if (!found)
      return Response.json(
        { code: 'NOT_FOUND', message: 'Requested function was not found' },
        { status: 404 },
      );
    if (found.verifyJwt && request.method !== 'OPTIONS' && !(await hasValidToken(request, jwtSecret))) {
      return Response.json({ code: 401, message: 'Invalid JWT' }, { status: 401 });
    }
    return found.fetch(request);
  };
  app.all('/functions/v1/:name', (context) => callFunction(context.req.param('name'), context.req.raw));
  app.all('/functions/v1/:name/*', (context) => callFunction(context.req.param('name'), context.req.raw));

  app.onError((error, context) => {
    log.error('request failed', { method: context.req.method, path: context.req.path, error });
    return context.json({ message: 'Internal server error' }, 500);
  });
  return app;
}
