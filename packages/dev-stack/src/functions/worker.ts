import { connect } from 'node:net';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { spawnGuarded, stopGuarded } from '../guard.ts';
import type { Log } from '../log.ts';
import { freePort } from '../ports.ts';
import { waitUntil } from '../process.ts';
import type { FunctionConfig } from './config.ts';
import { denoFlags } from './deno.ts';

/** One Deno process that serves one version of a function. */
export interface Worker {
  /** Answers when it has served this request; rejects when the process is gone. */
  fetch(request: Request): Promise<Response>;
  /** Ends when the process has ended, whatever the reason. */
  readonly ended: Promise<void>;
  /** Lets requests that are under way finish, then ends the process. */
  retire(): Promise<void>;
}

export interface WorkerOptions {
  definition: FunctionConfig;
  deno: string;
  env: Record<string, string>;
  log: Log;
  /** Gives up a start that is under way. */
  signal: AbortSignal;
}

/** How long a function may take to listen after its start, in milliseconds; the first start compiles. */
const START_LIMIT_MS = 30_000;
/** How long a replaced version may go on with its requests, in milliseconds. */
const RETIRE_LIMIT_MS = 10_000;

/**
 * Starts a function and waits until it listens.
 * @throws when it ends, or does not listen in time; what it said is in the log
 */
export async function startWorker({ definition, deno, env, log, signal }: WorkerOptions): Promise<Worker> {
  const port = await freePort();
  const child = spawnGuarded(
    deno,
    // What the hosted runtime allows: no writing, no programs.
    [
      'run',
      ...denoFlags,
      '--allow-net',
      '--allow-env',
      '--allow-read',
      '--allow-sys',
      '--config',
      definition.config,
      definition.entrypoint,
    ],
    {
      cwd: dirname(definition.entrypoint),
      env: { ...env, DENO_SERVE_ADDRESS: `tcp:127.0.0.1:${port}` },
      stdio: ['ignore', 'pipe', 'pipe'],
      stop: 'SIGTERM',
    },
  );
  let running = true;
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      running = false;
      resolve();
    };
    child.once('exit', end);
    child.once('error', (error) => {
      log.error('cannot start Deno', { error });
      end();
    });
  });
  const worthTelling = (line: string) => line.trim() !== '' && !line.startsWith('Listening on ');
  if (child.stdout) createInterface(child.stdout).on('line', (line) => worthTelling(line) && log.info(line));
  if (child.stderr) createInterface(child.stderr).on('line', (line) => worthTelling(line) && log.warn(line));

  const listens = await waitUntil(
    async () => !running || signal.aborted || (await answers(port)),
    START_LIMIT_MS,
  );
  if (!running) throw new Error('ended before it listened');
  if (!listens || signal.aborted) {
    await stopGuarded(child, 'SIGTERM', 1000);
    throw new Error(signal.aborted ? 'given up' : `does not listen after ${START_LIMIT_MS / 1000} s`);
  }
  let underWay = 0;
  return {
    ended,
    async fetch(request) {
      underWay += 1;
      try {
        return await forward(request, port);
      } finally {
        underWay -= 1;
      }
    },
    async retire() {
      await waitUntil(() => underWay === 0, RETIRE_LIMIT_MS);
      await stopGuarded(child, 'SIGTERM', 2000);
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => socket.destroy());
    socket.once('error', () => resolve(false));
    socket.once('close', (failed) => resolve(!failed));
  });
}

/** As hosted: the function sees its own name as the first part of the path. */
async function forward(request: Request, port: number): Promise<Response> {
  const url = new URL(request.url);
  const target = new URL(url.pathname.slice('/functions/v1'.length) + url.search, `http://127.0.0.1:${port}`);
  const headers = new Headers(request.headers);
  for (const name of ['connection', 'host', 'content-length', 'transfer-encoding']) headers.delete(name);
  headers.set('x-forwarded-host', url.host);
  headers.set('x-forwarded-proto', 'http');
  const response = await fetch(target, {
    method: request.method,
    headers,
    body: request.body,
    redirect: 'manual',
    signal: request.signal,
    ...(request.body ? { duplex: 'half' } : {}),
  } as RequestInit);
  const answer = new Headers(response.headers);
  // fetch has decoded the body already.
  for (const name of ['content-encoding', 'content-length', 'connection', 'transfer-encoding'])
    answer.delete(name);
  return new Response(response.body, {
    status: response.status,
    statusText: response.statusText,
    headers: answer,
  });
}
