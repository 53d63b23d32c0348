import { join } from 'node:path';
import { startDataApi } from './api/data.ts';
import { startOrigin } from './api/origin.ts';
import {
  addressesOf,
  databaseUrl,
  functionEnvironment,
  webEnvironment,
  webhookEndpoint,
} from './environment.ts';
import { startCron } from './extensions/cron.ts';
import { startNet } from './extensions/net.ts';
import { startFunctions } from './functions/index.ts';
import { stopAllGuarded } from './guard.ts';
import { createLog } from './log.ts';
import { startMailProcess } from './mail/own-process.ts';
import type { Ports } from './ports.ts';
import { startDatabase } from './postgres/database.ts';
import type { Progress } from './progress.ts';
import { startRealtime } from './realtime/index.ts';
import { loadSecrets } from './secrets.ts';
import type { Service } from './service.ts';
import type { Addresses } from './state.ts';
import { buildWeb } from './web/build.ts';
import { startWeb } from './web/index.ts';

export interface StackOptions {
  /** Database, secrets and state. */
  dataDir: string;
  /** Folder of the checkout. */
  root: string;
  ports: Ports;
  /** How apps/web is served: its production build, from its sources as they change, or not at all. */
  web: 'production' | 'development' | 'none';
  progress: Progress;
  /** Where log lines go. */
  write: (line: string) => void;
  /** Aborted when the start should be given up. */
  signal: AbortSignal;
}

export interface Stack extends Service {
  readonly addresses: Addresses;
  /** Superuser of the database. */
  readonly adminDatabaseUrl: string;
}

/**
 * Brings up the local Supabase, service by service, and the web app.
 * @throws when a service does not start, or the start is given up; nothing is left running then
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDir, root, ports, web, progress, write, signal } = options;
  const say = (line: string) => {
    if (!signal.aborted) write(line);
  };
  const logOf = (name: string) => createLog(name, say);
  const secrets = await loadSecrets(dataDir);
  const addresses = addressesOf(ports, secrets);
  const adminDatabaseUrl = databaseUrl('supabase_admin', ports, secrets);
  const { jwtSecret, publishableKey, secretKey } = secrets;

  const running: Service[] = [];
  const starting: Promise<unknown>[] = [];
  let failure: { error: unknown } | null = null;
  // What runs a program of its own is cut short; the rest of the start then fails by itself, at once.
  const giveUp = () => void stopAllGuarded();
  signal.addEventListener('abort', giveUp, { once: true });
  const step = <T>(label: string, work: () => Promise<T>): Promise<T> => {
    signal.throwIfAborted();
    const result = progress.step(label, work);
    starting.push(result);
    // The first failure is the one to tell; those that follow from giving up are not.
    result.catch((error: unknown) => {
      failure ??= { error };
      giveUp();
    });
    return result;
  };
  const start = <T extends Service>(label: string, work: () => Promise<T>): Promise<T> =>
    step(label, async () => {
      const service = await work();
      // The others depend on the database, also those that were started before it: it is the last to be stopped.
      if (service.name === 'postgres') running.unshift(service);
      else running.push(service);
      return service;
    });
  const stop = async () => {
    for (const service of running.splice(0).reverse()) await service.stop();
  };
  try {
    const built = web === 'production' ? step('web build', () => buildWeb(root)) : null;
    const functionsStarted = start('edge functions', () =>
      startFunctions({
        root,
        cacheDir: join(dataDir, 'deno'),
        env: functionEnvironment(addresses, secrets),
        logOf,
      }),
    );
    const mailStarted = start('mail', () =>
      startMailProcess({ port: ports.mail, webhook: webhookEndpoint(addresses, secrets) }, say),
    );
    await start('database', () => startDatabase({ dataDir, root, ports, secrets, addresses, logOf }));
    const [data, realtime, functions] = await Promise.all([
      start('data api and auth', () =>
        startDataApi({
          databaseUrl: databaseUrl('authenticator', ports, secrets),
          catalogUrl: addresses.DB_URL,
          secrets,
          siteUrl: addresses.WEB_URL,
          log: logOf('api'),
        }),
      ),
      start('realtime', () =>
        startRealtime({
          databaseUrl: adminDatabaseUrl,
          jwtSecret,
          publishableKey,
          secretKey,
          log: logOf('realtime'),
        }),
      ),
      functionsStarted,
      mailStarted,
    ]);
    await start('api', () =>
      startOrigin({ port: ports.api, jwtSecret, data, realtime, functions, log: logOf('api') }),
    );
    await start('pg_cron', () => startCron({ databaseUrl: adminDatabaseUrl, log: logOf('cron') }));
    await start('pg_net', () => startNet({ databaseUrl: adminDatabaseUrl, log: logOf('net') }));
    const build = await built;
    if (web !== 'none') {
      await start('web', () =>
        startWeb({
          root,
          port: ports.web,
          build,
          env: webEnvironment(addresses, secrets),
          log: logOf('web'),
        }),
      );
    }
    signal.throwIfAborted();
    return { name: 'stack', addresses, adminDatabaseUrl, stop };
  } catch (error) {
    giveUp();
    await Promise.allSettled(starting);
    await stop();
    throw (failure as { error: unknown } | null)?.error ?? error;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
