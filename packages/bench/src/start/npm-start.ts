import { createInterface } from 'node:readline';
import { spawnGuarded, stopGuarded } from '@cassius/dev-stack/src/guard.ts';
import { freePorts } from '@cassius/dev-stack/src/ports.ts';
import type { Browser } from '@playwright/test';
import { untilShown } from './page.ts';

export interface Started {
  /** Milliseconds until a browser shows the page. */
  ms: number;
  /** Milliseconds of each step, as `npm start` itself tells; several go on at a time. */
  steps: Record<string, number>;
}

/** How long everything may take to stop, in milliseconds. */
const STOP_MS = 60_000;

/**
 * `npm start` on ports of its own until a browser shows its first page; then Ctrl-C, and everything has stopped.
 * @param dataDir new, or that of an earlier start
 */
export async function startAndStop(
  folder: string,
  dataDir: string,
  browser: Browser,
  signal: AbortSignal,
): Promise<Started> {
  const ports = await freePorts();
  const steps: Record<string, number> = {};
  const words: string[] = [];
  const start = performance.now();
  const child = spawnGuarded('npm', ['start'], {
    cwd: folder,
    env: {
      ...process.env,
      CASSIUS_DATA_DIR: dataDir,
      ...Object.fromEntries(
        Object.entries(ports).map(([name, port]) => [`CASSIUS_${name.toUpperCase()}_PORT`, String(port)]),
      ),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    stop: 'SIGINT',
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface(stream).on('line', (line) => {
      words.push(line);
      Object.assign(steps, stepOf(line));
    });
  }
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  try {
    await untilShown(browser, `http://127.0.0.1:${ports.web}`, isRunning, signal);
    return { ms: performance.now() - start, steps };
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(`npm start: ${(error as Error).message}\n${words.slice(-30).join('\n')}`);
  } finally {
    await stopGuarded(child, 'SIGINT', STOP_MS);
  }
}

/** The step that a line of `npm start` tells of, with its milliseconds; none for other lines. */
export function stepOf(line: string): Record<string, number> {
  const [, label, seconds] = /^ +✓ (.+) \(([\d.]+) s\)$/.exec(line) ?? [];
  return label === undefined ? {} : { [label]: Number(seconds) * 1000 };
}
