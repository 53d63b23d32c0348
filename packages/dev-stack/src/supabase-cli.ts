import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** The supabase CLI that npm brought. */
export const supabaseCli = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('supabase/package.json')), 'dist', 'supabase.js');

/** Nothing leaves the machine, and nothing is asked. */
export const quiet = { SUPABASE_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', NO_COLOR: '1', CI: '1' };

/**
 * Runs the supabase CLI to its end.
 * @returns what it printed on standard output
 * @throws with what it printed when it fails
 */
export async function runSupabase(args: string[], root: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [supabaseCli(), ...args, '--workdir', root, '--agent', 'no'],
      { cwd: root, env: { ...process.env, ...quiet }, maxBuffer: 64 * 1024 * 1024 },
    );
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`supabase ${args.slice(0, 2).join(' ')} failed:\n${stdout ?? ''}${stderr ?? ''}`.trim());
  }
}
