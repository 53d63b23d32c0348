import { cp, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runToEnd } from '@cassius/dev-stack/src/program.ts';
import { timed } from '../measure/turns.ts';

/** What is on this machine already is not downloaded again. */
const NPM_CI = ['ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];

/** @returns milliseconds */
export const cloneHead = (root: string, folder: string, signal: AbortSignal): Promise<number> =>
  timed(() => succeed('git', ['clone', '--quiet', root, folder], dirname(folder), signal));

/** @returns milliseconds */
export const install = (folder: string, signal: AbortSignal): Promise<number> =>
  timed(() => succeed('npm', NPM_CI, folder, signal));

/** Copies what `npm ci` reads, and nothing else: the lock file and every manifest that it names. */
export async function copyManifests(root: string, folder: string): Promise<void> {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  for (const file of ['package-lock.json', ...manifestsOf(lock)]) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await cp(join(root, file), join(folder, file));
  }
}

/** The manifests of a checkout that its lock file names. */
export function manifestsOf(lock: { packages: Record<string, { link?: boolean }> }): string[] {
  return Object.keys(lock.packages)
    .filter((path) => !path.split('/').includes('node_modules'))
    .map((path) => join(path, 'package.json'));
}

async function succeed(command: string, args: string[], cwd: string, signal: AbortSignal): Promise<void> {
  const { status, output } = await runToEnd(command, args, { cwd, signal });
  signal.throwIfAborted();
  if (status !== 0) throw new Error(`${command} ${args[0]} failed (${status}):\n${output.trim()}`);
}
