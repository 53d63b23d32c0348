import { runCommand } from '@cassius/dev-stack/src/commands/run.ts';
import { repositoryRoot } from '@cassius/dev-stack/src/paths.ts';
import { writeSummary } from './report/summary.ts';

/** Writes what docs/benchmarks/README.md quotes from the files beside it. */
await runCommand(async () => {
  await writeSummary(repositoryRoot);
  return 0;
}, 'npm run generate:benchmarks');
