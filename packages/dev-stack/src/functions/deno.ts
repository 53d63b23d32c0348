import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** `deno` is the current one; `deno-hosted` is the version that hosted Edge Functions are compatible with. */
export type DenoPackage = 'deno' | 'deno-hosted';

/**
 * Path of a Deno from npm: the program itself, because killing npm's launcher would leave it running.
 * @throws when npm brought none for this machine
 */
export function denoBinary(name: DenoPackage = 'deno'): string {
  const launcher = createRequire(createRequire(import.meta.url).resolve(`${name}/package.json`));
  const system = process.platform === 'win32' ? 'win32' : process.platform;
  const platform = `${system}-${process.arch}${process.platform === 'linux' ? '-glibc' : ''}`;
  const file = process.platform === 'win32' ? 'deno.exe' : 'deno';
  return join(dirname(launcher.resolve(`@deno/${platform}/package.json`)), file);
}

/**
 * Where npm packages come from: the node_modules that `npm ci` filled, never the network. No lock file either, since
 * package-lock.json is the one that counts.
 */
export const denoFlags = ['--no-prompt', '--no-lock', '--node-modules-dir=manual'] as const;

/** Environment of every Deno that the stack starts. */
export function denoEnvironment(cacheDir: string): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), DENO_DIR: cacheDir, DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' };
}
