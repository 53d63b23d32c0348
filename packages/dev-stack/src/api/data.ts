import { App, type ServerOptions } from '@supabase/lite';
import pg from 'pg';
import type { Log } from '../log.ts';
import type { Secrets } from '../secrets.ts';
import type { Service } from '../service.ts';
import { ProjectConnection } from './connection.ts';
import { keyResolver } from './keys.ts';

export interface DataApiOptions {
  /** Role `authenticator`. */
  databaseUrl: string;
  /** Role `postgres`. */
  catalogUrl: string;
  secrets: Secrets;
  /** Origin of the web app, where links in auth emails lead. */
  siteUrl: string;
  log: Log;
}

export interface DataApi extends Service {
  /** Answers /rest/v1 and /auth/v1. Other paths must not reach it: lite has introspection pages for its own studio. */
  fetch(request: Request): Promise<Response>;
}

/** The Data API and Auth, by @supabase/lite. Only schema public is exposed. */
export async function startDataApi(options: DataApiOptions): Promise<DataApi> {
  const { databaseUrl, catalogUrl, secrets, siteUrl, log } = options;
  const connection = new ProjectConnection({ url: databaseUrl, catalogUrl });
  const app = new App({
    connection,
    auth: {
      enabled: true,
      jwt_secret: secrets.jwtSecret,
      publishable_key: secrets.publishableKey,
      secret_key: secrets.secretKey,
      site_url: siteUrl,
    },
    api: { schemas: ['public'] },
    db: { migrations: { enabled: false } },
    studio: { enabled: false },
    options: {
      server: {
        apiKeys: { resolver: keyResolver(secrets) },
        middlewares: [trustSignature],
        admin: false,
        disableStudio: true,
        disableFallback: true,
      },
    },
  });
  await app.init();
  const listener = await reloadOnNotify(databaseUrl, () => connection.clearSchemaCache(), log);
  await connection.introspect({ useCache: true });
  return {
    name: 'data api',
    fetch: async (request) => app.fetch(request),
    async stop() {
      await listener.end();
      await connection.close();
    },
  };
}

/**
 * Like PostgREST, the Data API trusts the signature of a token, which it checks itself. Without this lite would look for the
 * user and the session first, in two queries that take longer than most requests; it does not when both seem known.
 */
const trustSignature: NonNullable<ServerOptions['middlewares']>[number] = async (context, next) => {
  const token = /^Bearer [^.\s]+\.[^.\s]+\.[^.\s]+$/.test(context.req.header('authorization') ?? '');
  if (token && context.req.path.startsWith('/rest/v1/')) {
    // Replaced by what the token says as soon as it is verified.
    context.set('userId', 'not verified');
    context.set('sessionId', 'not verified');
  }
  await next();
};

/** PostgREST's own signal, which the database sends after a change of its schema. */
async function reloadOnNotify(
  databaseUrl: string,
  reload: () => Promise<void>,
  log: Log,
): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', (error) => log.error('lost the listener of schema changes', { error }));
  client.on('notification', () => {
    reload().catch((error: unknown) => log.error('schema cache not cleared', { error }));
  });
  await client.connect();
  await client.query('listen pgrst');
  return client;
}
