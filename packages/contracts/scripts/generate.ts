/**
 * Writes what follows from the notification types: the TypeScript registry and the rows of the database.
 * `--check` writes nothing and fails when a file is stale.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { NotificationTypeDefinition } from '../src/define-type.ts';
import { registrySource } from './registry.ts';
import { typeRowsSql } from './type-rows-sql.ts';

const root = join(import.meta.dirname, '../../..');
const typesFolder = join(import.meta.dirname, '../src/types');

const modules = readdirSync(typesFolder)
  .filter((file) => file.endsWith('.ts'))
  .sort()
  .map((file) => basename(file, '.ts'));

const types = await Promise.all(
  modules.map(async (name) => {
    const exported = Object.entries(await import(join(typesFolder, `${name}.ts`)));
    const [identifier, definition] = exported[0] ?? [];
    if (exported.length !== 1 || identifier === undefined) {
      throw new Error(`src/types/${name}.ts must export one type and nothing else`);
    }
    return { module: name, identifier, definition: definition as NotificationTypeDefinition };
  }),
);

const outputs: [string, string][] = [
  ['packages/contracts/src/types.generated.ts', registrySource(types)],
  [
    'supabase/migrations/20261101000310_notification_type_rows.sql',
    typeRowsSql(types.map(({ definition }) => definition)),
  ],
];

const check = process.argv.includes('--check');
for (const [file, content] of outputs) {
  const path = join(root, file);
  if (existsSync(path) && readFileSync(path, 'utf8') === content) continue;
  if (check) {
    console.error(`${file} is stale: run npm run generate`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, content);
    console.log(`wrote ${file}`);
  }
}
