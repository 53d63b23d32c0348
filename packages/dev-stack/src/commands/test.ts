import { parseArgs } from 'node:util';
import { repositoryRoot } from '../paths.ts';
import { UsageError } from '../ports.ts';
import { runTests } from '../test/run.ts';
import { SUITES, type SuiteName } from '../test/suites.ts';
import { runCommand } from './run.ts';

await runCommand(
  async () => {
    const { positionals } = parseArgs({ allowPositionals: true });
    const [first, ...filters] = positionals;
    const known = SUITES.find((name) => name === first);
    if (first && !known) throw new UsageError(`Unknown kind of tests "${first}": ${SUITES.join(', ')}.`);
    if (known === 'functions' && filters.length > 0)
      throw new UsageError('"functions" takes no names of files.');
    const suites: readonly SuiteName[] = known ? [known] : SUITES;
    return runTests({ root: repositoryRoot, suites, filters, write: console.log });
  },
  `npm test [-- ${SUITES.join(' | ')} [part of a file's name …]]`,
);
