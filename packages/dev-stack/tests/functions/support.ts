import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Functions, startFunctions } from '../../src/functions/index.ts';
import { createLog } from '../../src/log.ts';

export interface Project {
  /** Folder of the project. */
  root: string;
  /** Writes a file of the project; the path is relative to its root. */
  write(path: string, text: string): Promise<void>;
  /** Serves the project's functions until the end of the test. */
  serve(options?: { deno?: string; env?: Record<string, string> }): Promise<Functions>;
  /** What the functions and their keeper have said. */
  lines: string[];
}

/** A project with functions and nothing else, in a folder of its own. */
export async function project(config = ''): Promise<Project> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'cassius-functions-')));
  const lines: string[] = [];
  let functions: Functions | null = null;
  onTestFinished(async () => {
    await functions?.stop();
    await rm(root, { recursive: true, force: true });
  });
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };
  await write('supabase/config.toml', config);
  await write('supabase/functions/_shared/greeting.ts', `export const greeting = 'bonjour';\n`);
  return {
    root,
    write,
    lines,
    async serve({ deno, env = {} } = {}) {
      functions = await startFunctions({
        root,
        cacheDir: join(root, 'deno'),
        env: { GREETED: 'Zébulon', ...env },
        logOf: (name) => createLog(name, (line) => void lines.push(line)),
        ...(deno ? { deno } : {}),
      });
      return functions;
    },
  };
}

/** Calls a function the way the API origin does. */
export async function call(
  functions: Functions,
  name: string,
  init?: RequestInit,
): Promise<{ status: number; text: string }> {
  const found = functions.find(name);
  if (!found) throw new Error(`no function ${name}`);
  const response = await found.fetch(
    new Request(`http://127.0.0.1:54321/functions/v1/${name}/path?query=1`, init),
  );
  return { status: response.status, text: await response.text() };
}
