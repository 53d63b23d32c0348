import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '@cassius/dev-stack/src/commands/run.ts';
import { repositoryRoot } from '@cassius/dev-stack/src/paths.ts';
import { summarised } from './report/summary.ts';

/** Fails when the README quotes other figures than those of docs/benchmarks. */
await runCommand(async () => {
  if ((await readFile(join(repositoryRoot, 'README.md'), 'utf8')) === (await summarised(repositoryRoot)))
    return 0;
  console.error('README.md quotes other figures than docs/benchmarks: run npm run generate:benchmarks');
  return 1;
}, 'npm run verify:benchmarks');
