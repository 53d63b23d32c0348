import { join } from 'node:path';
import { freePorts } from '@cassius/dev-stack/src/ports.ts';
import { runToEnd } from '@cassius/dev-stack/src/program.ts';
import { runningStack } from '@cassius/dev-stack/src/running.ts';
import type { Addresses } from '@cassius/dev-stack/src/state.ts';
import type { Context } from '../benchmark.ts';
import { childrenNamed, postmaster, processorTime } from '../measure/processes.ts';

export interface RunningStack {
  addresses: Addresses;
  dataDir: string;
}

/** Those of the second are the stack's own Node process, and that of its mail server. */
export const PARTS = [
  'PostgreSQL',
  'API, Realtime, pg_net, mail',
  'Edge Function',
  'web server',
  'browser',
  'what measures',
] as const;
export type Part = (typeof PARTS)[number];

/** What runs the stack's own services, and starts the others. */
const PROGRAM = 'packages/dev-stack/src/commands/start.ts';

/**
 * Runs some work beside a whole stack of its own: as `npm start` runs it, in other processes than this one, so that what
 * measures does not hold up what is measured.
 * @param name of its data folder, one a run
 * @throws with the words of the stack when it does not start
 */
export async function withStack<T>(
  context: Context,
  name: string,
  work: (stack: RunningStack) => Promise<T>,
): Promise<T> {
  const dataDir = join(context.scratch, name);
  const ports = await freePorts();
  const done = new AbortController();
  let isUp = () => {};
  const up = new Promise<'up'>((resolve) => {
    isUp = () => resolve('up');
  });
  const ended = runToEnd(process.execPath, ['--import', 'tsx', join(context.root, PROGRAM)], {
    cwd: context.root,
    env: {
      ...process.env,
      // It watches over its own npm when it has one.
      npm_lifecycle_event: undefined,
      CASSIUS_DATA_DIR: dataDir,
      CASSIUS_API_PORT: String(ports.api),
      CASSIUS_DB_PORT: String(ports.db),
      CASSIUS_MAIL_PORT: String(ports.mail),
      CASSIUS_WEB_PORT: String(ports.web),
    },
    stop: 'SIGINT',
    // Not that of the run: whoever works on the stack lets go of it first.
    signal: done.signal,
    onLine(line) {
      if (line.startsWith('Cassius Notify is up')) isUp();
      // Its own steps: the build of the pages may take minutes.
      else if (/^ {2}[✓✗] /.test(line)) context.say(`  ${line}`);
    },
  });
  const giveUp = () => done.abort();
  context.signal.addEventListener('abort', giveUp, { once: true });
  try {
    await context.progress.step('stack', async () => {
      const first = await Promise.race([up, ended]);
      context.signal.removeEventListener('abort', giveUp);
      context.signal.throwIfAborted();
      if (first !== 'up') throw new Error(`the stack did not start (${first.status}):\n${first.output}`);
    });
    return await work({ addresses: (await runningStack(dataDir)).addresses, dataDir });
  } finally {
    context.signal.removeEventListener('abort', giveUp);
    done.abort();
    await ended;
  }
}

/**
 * Processor time that each part of a stack, the browsers and this process have had so far, in milliseconds.
 * @returns null where the system does not tell
 */
export function processorTimes({ dataDir }: RunningStack): Record<Part, number> | null {
  if (process.platform !== 'linux') return null;
  const sum = (pids: readonly number[]) => pids.reduce((total, pid) => total + processorTime(pid), 0);
  const gateway = childrenNamed(PROGRAM);
  const [stack = 0] = gateway;
  const postgres = processorTime(postmaster(dataDir));
  const functions = sum(childrenNamed('/supabase/functions/', stack));
  const web = sum(childrenNamed('next-server', stack));
  const browsers = sum(childrenNamed('--remote-debugging-pipe'));
  const ours = process.cpuUsage();
  return {
    PostgreSQL: postgres,
    'API, Realtime, pg_net, mail': Math.max(0, sum(gateway) - postgres - functions - web),
    'Edge Function': functions,
    'web server': web,
    browser: browsers,
    'what measures': (ours.user + ours.system) / 1000,
  };
}
