/**
 * Writes the compiled templates where the Edge Functions import them.
 * With `--check` it writes nothing, and fails when the file is not what the sources give.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderAll } from './render.ts';

const target = new URL('../../../supabase/functions/_shared/templates.generated.ts', import.meta.url);

/** A TypeScript literal in which no invisible character hides: \u00a0, \u202f and the like are written out. */
const literal = (value: unknown): string =>
  JSON.stringify(value, null, 2).replaceAll(
    /[\p{Cf}\p{Zl}\p{Zp}\u00a0\u2000-\u200a\u202f]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

export async function generate(): Promise<string> {
  const exports = Object.entries(await renderAll());
  return [
    '// Generated from packages/emails. Do not edit: run `npm run generate:emails`.\n',
    ...exports.map(([name, value]) => `export const ${name} = ${literal(value)} as const;\n`),
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = fileURLToPath(target);
  const fresh = await generate();
  if (!process.argv.includes('--check')) {
    await writeFile(path, fresh);
  } else if ((await readFile(path, 'utf8').catch(() => '')) !== fresh) {
    console.error(`${relative(process.cwd(), path)} is stale: run "npm run generate:emails"`);
    process.exitCode = 1;
  }
}
