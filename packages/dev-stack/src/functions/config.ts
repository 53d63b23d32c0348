import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { z } from 'zod';

export interface FunctionConfig {
  name: string;
  /** index.ts */
  entrypoint: string;
  /** deno.json */
  config: string;
  /** Whether the caller needs a signed-in user's token. */
  verifyJwt: boolean;
}

const schema = z.object({
  functions: z
    .record(
      z.string(),
      z.object({ enabled: z.boolean().default(true), verify_jwt: z.boolean().default(true) }),
    )
    .default({}),
});

/**
 * The functions of a Supabase folder: each folder with an index.ts, with what config.toml says about it.
 * @throws when config.toml is malformed, naming the field, or when a function has no deno.json
 */
export async function readFunctions(supabaseDir: string): Promise<FunctionConfig[]> {
  const file = join(supabaseDir, 'config.toml');
  const parsed = schema.safeParse(parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  const folder = join(supabaseDir, 'functions');
  const found: FunctionConfig[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const entrypoint = join(folder, name, 'index.ts');
    const settings = parsed.data.functions[name] ?? { enabled: true, verify_jwt: true };
    if (name.startsWith('_') || !settings.enabled || !existsSync(entrypoint)) continue;
    const config = join(folder, name, 'deno.json');
    if (!existsSync(config)) throw new Error(`${config} is missing: every function has its import map there`);
    found.push({ name, entrypoint, config, verifyJwt: settings.verify_jwt });
  }
  return found;
}
