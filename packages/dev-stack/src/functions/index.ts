import { join } from 'node:path';
import type { Log } from '../log.ts';
import type { Service } from '../service.ts';
import { readFunctions } from './config.ts';
import { denoBinary, denoEnvironment } from './deno.ts';
import { type EdgeFunction, startFunction } from './function.ts';
import { watchFolders } from './watch.ts';

export interface FunctionsOptions {
  /** Folder of the checkout. */
  root: string;
  /** Deno's own cache: compiled code. */
  cacheDir: string;
  /** What the functions find in their environment. */
  env: Record<string, string>;
  /** Program to run them with; the current Deno unless told. */
  deno?: string;
  /** Makes the log of one function. */
  logOf: (name: string) => Log;
}

export interface Functions extends Service {
  find(name: string): EdgeFunction | undefined;
}

/** Serves every Edge Function of the checkout, each in a Deno of its own, and follows changes of their code. */
export async function startFunctions(options: FunctionsOptions): Promise<Functions> {
  const { root, logOf } = options;
  const deno = options.deno ?? denoBinary();
  const env = { ...denoEnvironment(options.cacheDir), ...options.env };
  const definitions = await readFunctions(join(root, 'supabase'));
  const started = await Promise.all(
    definitions.map((definition) => startFunction({ definition, deno, env, log: logOf(definition.name) })),
  );
  const byName = new Map(started.map((each) => [each.name, each]));
  const log = logOf('functions');
  const watching = await watchFolders(
    ['supabase/functions', 'packages/contracts/src', 'packages/emails/src'].map((folder) =>
      join(root, folder),
    ),
    () => {
      log.info('code changed: reloading');
      for (const each of byName.values()) void each.reload();
    },
  );
  return {
    name: 'functions',
    find: (name) => byName.get(name),
    async stop() {
      await watching.stop();
      await Promise.all([...byName.values()].map((each) => each.stop()));
    },
  };
}
