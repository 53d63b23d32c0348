import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { spawnGuarded, stopGuarded } from '../guard.ts';
import type { Log } from '../log.ts';
import { waitUntil } from '../process.ts';
import type { Service } from '../service.ts';
import { nextEnvironment, nextProgram } from './build.ts';
import type { ClaimedBuild } from './builds.ts';

export interface WebOptions {
  /** Folder of the checkout. */
  root: string;
  port: number;
  /** The production build to serve, released when the server stops; null serves the sources as they change. */
  build: ClaimedBuild | null;
  /** What the app finds in its environment. */
  env: Record<string, string>;
  log: Log;
}

/** How long the server may take to answer its first request, in milliseconds. */
const START_LIMIT_MS = 60_000;

/** Lines that say what the stack says already. */
const BANNER = /^\s*(▲ Next\.js|- (Local|Network|Environments|Experiments)|✓ (Starting|Ready)|$)/;

/**
 * Serves apps/web and waits until a page can be asked for.
 * @throws with its last words when it ends, or does not answer in time
 */
export async function startWeb({ root, port, build, env, log }: WebOptions): Promise<Service> {
  const child = spawnGuarded(
    process.execPath,
    [nextProgram(root), build ? 'start' : 'dev', '--hostname', '127.0.0.1', '--port', String(port)],
    {
      cwd: join(root, 'apps', 'web'),
      env: { ...nextEnvironment(build ? 'production' : 'development', build?.folder), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      stop: 'SIGTERM',
    },
  );
  let running = true;
  let stopping = false;
  const last: string[] = [];
  const stop = async () => {
    stopping = true;
    await stopGuarded(child, 'SIGTERM', 5000);
    await build?.release();
  };
  child.once('error', (error) => {
    last.push(error.message);
    running = false;
  });
  child.once('exit', (code, signal) => {
    running = false;
    if (!stopping) log.error('ended unexpectedly', { code: code ?? undefined, signal: signal ?? undefined });
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface(stream).on('line', (line) => {
      if (BANNER.test(line)) return;
      last.push(line);
      last.splice(0, last.length - 20);
      if (stream === child.stderr) log.warn(line.trim());
      else log.info(line.trim());
    });
  }
  const answered = await waitUntil(async () => !running || (await answers(port)), START_LIMIT_MS);
  if (running && answered) return { name: 'web', stop };
  await stop();
  throw new Error(`the web app does not start:\n${last.join('\n')}`);
}

async function answers(port: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual', signal: AbortSignal.timeout(30_000) });
    return true;
  } catch {
    // Not listening yet.
    return false;
  }
}
