import { join } from 'node:path';
import { addressesOf, webEnvironment } from '@cassius/dev-stack/src/environment.ts';
import { silent } from '@cassius/dev-stack/src/log.ts';
import { freePorts } from '@cassius/dev-stack/src/ports.ts';
import { startPostgres } from '@cassius/dev-stack/src/postgres/server.ts';
import { runToEnd } from '@cassius/dev-stack/src/program.ts';
import { loadSecrets } from '@cassius/dev-stack/src/secrets.ts';
import { buildWeb, nextEnvironment, nextProgram } from '@cassius/dev-stack/src/web/build.ts';
import { startWeb } from '@cassius/dev-stack/src/web/index.ts';
import type { Browser } from '@playwright/test';
import type { Context } from '../benchmark.ts';
import { untilShown } from './page.ts';

/** A folder of builds beside those that `npm start` makes, relative to apps/web. */
const BUILD = join('.next', 'floor');

export interface FloorOptions {
  /** Folder of an installation. */
  folder: string;
  /** Where its database is, or is to be made. */
  dataDir: string;
  browser: Browser;
  /** Whether the pages have to be built first; otherwise the build of the last start is served. */
  build: boolean;
}

/**
 * The least that a page and a database take, whoever starts them: PostgreSQL (with `initdb` on a new folder) and at the same
 * time Next.js, without migrations, demo data, or any other service.
 * @returns milliseconds until a browser shows the page
 */
export async function measureFloor(context: Context, options: FloorOptions): Promise<number> {
  const { folder, dataDir, browser, build } = options;
  const ports = await freePorts();
  const secrets = await loadSecrets(dataDir);
  const addresses = addressesOf(ports, secrets);
  // Whose demo accounts the page lists is asked of a service that does not run here.
  const { DEMO: _, ...env } = webEnvironment(addresses, secrets);
  const ready = build ? null : await buildWeb(folder);
  const start = performance.now();
  const database = startPostgres({
    dataDir: join(dataDir, 'postgres'),
    port: ports.db,
    password: secrets.passwords.supabase_admin,
    log: silent,
  });
  const served = (async () => {
    if (build) await buildPages(context, folder);
    const made = ready ?? { folder: BUILD, release: async () => {} };
    return startWeb({ root: folder, port: ports.web, build: made, env, log: silent });
  })();
  try {
    await Promise.all([database, served]);
    await untilShown(browser, addresses.WEB_URL, () => true, context.signal);
    return performance.now() - start;
  } finally {
    for (const service of await Promise.allSettled([served, database])) {
      if (service.status === 'fulfilled') await service.value.stop();
    }
  }
}

async function buildPages({ signal }: Context, folder: string): Promise<void> {
  const { status, output } = await runToEnd(process.execPath, [nextProgram(folder), 'build'], {
    cwd: join(folder, 'apps', 'web'),
    env: nextEnvironment('production', BUILD),
    signal,
  });
  signal.throwIfAborted();
  if (status !== 0) throw new Error(`next build failed (${status}):\n${output.trim()}`);
}
