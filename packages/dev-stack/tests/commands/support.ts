import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { freePorts, type Ports } from '../../src/ports.ts';
import { isAlive, startMark } from '../../src/process.ts';
import type { Addresses } from '../../src/state.ts';

/** These tests start whole stacks, several in a row, beside other tests on two cores; in milliseconds. */
export const SLOW_MS = 150_000;

const root = join(import.meta.dirname, '../../../..');

/** A command of the repository that runs as a process of its own, as a person starts it. */
export interface Running {
  child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Exit code, or the signal that ended it. */
  ended: Promise<number | string>;
}

/** A data folder and ports that nobody else uses, and the commands on them. */
export interface Place {
  dataDir: string;
  ports: Ports;
  run(command: 'start' | 'status' | 'reset' | 'repair', ...args: string[]): Running;
  /** Runs a start and waits until it says that the stack is up. */
  up(): Promise<Running>;
  /** Programs that this place's stack started and that still run. */
  leftovers(): Promise<number[]>;
}

export async function place(environment: Record<string, string> = {}): Promise<Place> {
  const dataDir = await realpath(await mkdtemp(join(tmpdir(), 'cassius-commands-')));
  const ports = await freePorts();
  const started: Running[] = [];
  onTestFinished(async () => {
    for (const { child } of started) child.kill('SIGKILL');
    await Promise.all(started.map(({ ended }) => ended));
    await gone(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  });
  const run: Place['run'] = (command, ...args) => {
    const file = join(root, 'packages/dev-stack/src/commands', `${command}.ts`);
    const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        CASSIUS_DATA_DIR: dataDir,
        CASSIUS_API_PORT: String(ports.api),
        CASSIUS_DB_PORT: String(ports.db),
        CASSIUS_MAIL_PORT: String(ports.mail),
        CASSIUS_WEB_PORT: String(ports.web),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const texts = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        texts[name] += text;
      });
    }
    const running: Running = {
      child,
      stdout: () => texts.stdout,
      stderr: () => texts.stderr,
      ended: new Promise((resolve) =>
        child.once('close', (code, signal) => resolve(code ?? signal ?? 'ended')),
      ),
    };
    started.push(running);
    return running;
  };
  return {
    dataDir,
    ports,
    run,
    async up() {
      const running = run('start', '--no-web');
      await said(running, 'Cassius Notify is up');
      return running;
    },
    leftovers: () => leftovers(dataDir),
  };
}

/** Waits until a command has said something; fails with what it said instead when it ends first. */
export async function said(running: Running, text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const look = () => running.stdout().includes(text) && resolve();
    running.child.stdout?.on('data', look);
    look();
    void running.ended.then((code) =>
      reject(new Error(`ended with ${code} before "${text}":\n${running.stdout()}${running.stderr()}`)),
    );
  });
}

/** What `npm run status` prints. */
export async function addresses(at: Place): Promise<Addresses> {
  const status = at.run('status');
  const code = await status.ended;
  if (code !== 0) throw new Error(`status ended with ${code}: ${status.stderr()}`);
  return JSON.parse(status.stdout()) as Addresses;
}

async function leftovers(dataDir: string): Promise<number[]> {
  const text = await readFile(join(dataDir, 'processes'), 'utf8');
  return text.split('\n').flatMap((line) => {
    const [pid, mark] = line.split(' ');
    return pid && isAlive(Number(pid)) && startMark(Number(pid)) === mark ? [Number(pid)] : [];
  });
}

/** The watchdog of a killed stack needs a moment; its files must not be removed under it. */
async function gone(dataDir: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const left = await leftovers(dataDir).catch((error: NodeJS.ErrnoException) => {
        // No program was started at all.
        if (error.code === 'ENOENT') return [];
        throw error;
      });
      if (left.length > 0) throw new Error(`still running: ${left.join(', ')}`);
    },
    { timeout: 15_000, interval: 50 },
  );
}
