import { readFile } from 'node:fs/promises';
import { runCommand } from '@cassius/dev-stack/src/commands/run.ts';
import { repositoryRoot } from '@cassius/dev-stack/src/paths.ts';
import { pageOf, summarised } from './report/summary.ts';

/** Fails when docs/benchmarks/README.md quotes other figures than the files beside it. */
await runCommand(async () => {
  if ((await readFile(pageOf(repositoryRoot), 'utf8')) === (await summarised(repositoryRoot))) return 0;
  console.error(
    'docs/benchmarks/README.md quotes other figures than the files beside it: run npm run generate:benchmarks',
  );
  return 1;
}, 'npm run verify:benchmarks');
