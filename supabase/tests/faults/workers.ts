// Workers for tests: in this process, in one of their own, and as the Edge Function in Deno.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { parseKeys } from '../../../packages/contracts/src/link-token.ts';
import { readFunctions } from '../../../packages/dev-stack/src/functions/config.ts';
import { denoBinary, denoEnvironment, denoFlags } from '../../../packages/dev-stack/src/functions/deno.ts';
import { spawnGuarded, stopGuarded } from '../../../packages/dev-stack/src/guard.ts';
import { repositoryRoot } from '../../../packages/dev-stack/src/paths.ts';
import { freePort } from '../../../packages/dev-stack/src/ports.ts';
import { emailChannel } from '../../functions/_shared/channels/email.ts';
import { type DrainSummary, drain } from '../../functions/_shared/drain.ts';
import { connectEmailOutbox } from '../../functions/_shared/email-outbox.ts';
import { createLog } from '../../functions/_shared/log.ts';
import { createPacer } from '../../functions/_shared/pacer.ts';

/** The same for every worker, whatever it runs on: the bytes of an email follow from it. */
const SENDER = {
  EMAIL_FROM: 'Cassius <notifications@cassius.test>',
  WEB_URL: 'https://app.cassius.test',
  LINK_SIGNING_KEYS: `k1:${'A'.repeat(43)}`,
};
const SECRET_KEY = 'sb_secret_of_a_test';

export interface WorkerOptions {
  databaseUrl: string;
  providerUrl: string;
}

/** One run in this process, with the function's own limits unless told. */
export async function drainHere(
  { databaseUrl, providerUrl }: WorkerOptions,
  limits: { batchBudget?: number; lanes?: number } = {},
): Promise<DrainSummary> {
  const outbox = connectEmailOutbox(databaseUrl);
  try {
    return await drain({
      outbox,
      channel: emailChannel({
        apiKey: 're_test',
        baseUrl: providerUrl,
        from: SENDER.EMAIL_FROM,
        webUrl: SENDER.WEB_URL,
        linkKeys: parseKeys(SENDER.LINK_SIGNING_KEYS),
      }),
      pacer: createPacer({ requestsPerSecond: 1000 }),
      log: createLog('deliver-email', () => {}),
      ...limits,
    });
  } finally {
    await outbox.close();
  }
}

export interface WorkerProcess {
  /** The first that it says: `stopped …`, `ready`, or `died`. */
  readonly said: Promise<string>;
  /** Lets one that is ready begin, until it is done. */
  goOn(): Promise<DrainSummary>;
  kill(): Promise<void>;
}

/**
 * @param stopAt `before claim`, `after call`, …: where it says that it stops, and waits to be killed; nowhere when empty
 * @param options `waits`: it says when it is ready, and begins when it is told
 */
export function startProcess(
  { databaseUrl, providerUrl }: WorkerOptions,
  stopAt = '',
  { waits = false } = {},
): WorkerProcess {
  const child = spawnGuarded(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, 'worker-process.ts')],
    {
      cwd: repositoryRoot,
      env: {
        ...process.env,
        DATABASE_URL: databaseUrl,
        PROVIDER_URL: providerUrl,
        STOP_AT: stopAt,
        WAITS: waits ? '1' : '',
        ...SENDER,
      },
      stdio: ['pipe', 'pipe', 'inherit'],
      stop: 'SIGTERM',
    },
  );
  const { stdin, stdout } = child;
  if (!stdin || !stdout) throw new Error('a worker cannot be talked to');
  const lines = createInterface(stdout);
  const nextWord = () =>
    Promise.race([
      once(lines, 'line').then(([line]) => String(line)),
      // Not "exit", which may come before the last that it said.
      once(child, 'close').then(([code, signal]) => `died (${signal ?? code})`),
    ]);
  return {
    said: nextWord(),
    async goOn() {
      stdin.end('go\n');
      const word = await nextWord();
      if (!word.startsWith('done ')) throw new Error(`a worker ${word}`);
      return JSON.parse(word.slice('done '.length));
    },
    async kill() {
      const gone = child.exitCode !== null || child.signalCode !== null ? null : once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

export interface FunctionProcess {
  /** Wakes it, as a commit does. Null: it died on the way. */
  wake(): Promise<number | null>;
  kill(): Promise<void>;
}

/** The Edge Function itself, in Deno. */
export async function startFunction({ databaseUrl, providerUrl }: WorkerOptions): Promise<FunctionProcess> {
  const definition = (await readFunctions(join(repositoryRoot, 'supabase'))).find(
    ({ name }) => name === 'deliver-email',
  );
  if (!definition) throw new Error('there is no function deliver-email');
  const cache = await mkdtemp(join(tmpdir(), 'cassius-deno-'));
  const port = await freePort();
  const allowed = ['--allow-net', '--allow-env', '--allow-read', '--allow-sys'];
  const child = spawnGuarded(
    denoBinary(),
    ['run', ...denoFlags, ...allowed, '--config', definition.config, definition.entrypoint],
    {
      cwd: dirname(definition.entrypoint),
      env: {
        ...denoEnvironment(cache),
        ...SENDER,
        SUPABASE_DB_URL: databaseUrl,
        SUPABASE_SECRET_KEYS: JSON.stringify({ default: SECRET_KEY }),
        RESEND_API_KEY: 're_test',
        RESEND_BASE_URL: providerUrl,
        DENO_SERVE_ADDRESS: `tcp:127.0.0.1:${port}`,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      stop: 'SIGTERM',
    },
  );
  onTestFinished(async () => {
    await stopGuarded(child, 'SIGTERM', 1000);
    await rm(cache, { recursive: true, force: true });
  });
  const words: string[] = [];
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface(stream).on('line', (line) => {
        words.push(line);
        if (line.startsWith('Listening on ')) resolve();
      });
    }
    child.once('exit', () => reject(new Error(words.join('\n'))));
  });
  return {
    wake: () =>
      fetch(`http://127.0.0.1:${port}/deliver-email`, {
        method: 'POST',
        headers: { apikey: SECRET_KEY },
      }).then(
        ({ status }) => status,
        () => null,
      ),
    async kill() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
