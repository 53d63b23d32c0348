/**
 * Writes what follows from the notification types: the TypeScript registry, the rows of the database and the table of
 * the documentation. `--check` writes nothing and fails when a file is stale.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkNames, registrySource, typeModule } from './registry.ts';
import { typeRowsSql } from './type-rows-sql.ts';
import { withTypesTable } from './types-table.ts';

const root = join(import.meta.dirname, '../../..');
const typesFolder = join(import.meta.dirname, '../src/types');

const files = readdirSync(typesFolder)
  .filter((file) => file.endsWith('.ts'))
  .sort();
const types = await Promise.all(
  files.map(async (file) => typeModule(file, await import(join(typesFolder, file)))),
);
checkNames(types);
const definitions = types.map(({ definition }) => definition);

const docs = 'docs/types.md';
const outputs: [string, string][] = [
  ['packages/contracts/src/types.generated.ts', registrySource(types)],
  ['supabase/migrations/20261101000310_notification_type_rows.sql', typeRowsSql(definitions)],
  [docs, withTypesTable(readFileSync(join(root, docs), 'utf8'), definitions)],
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
