/**
 * Writes docs/openapi.json from the operations of the HTTP API. `--check` writes nothing and fails when the file is stale.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../src/features/http/openapi.ts';
import { operations } from '../src/features/http/operations.ts';

const file = 'docs/openapi.json';
const path = join(import.meta.dirname, '../../..', file);
const content = `${JSON.stringify(openApiDocument(operations), null, 2)}\n`;

if (existsSync(path) && readFileSync(path, 'utf8') === content) {
  console.log(`${file} is up to date`);
} else if (process.argv.includes('--check')) {
  console.error(`${file} is stale: run npm run generate`);
  process.exitCode = 1;
} else {
  writeFileSync(path, content);
  console.log(`wrote ${file}`);
}
