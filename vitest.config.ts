import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const slow = { testTimeout: 30_000, hookTimeout: 60_000 };
const react18 = fileURLToPath(new URL('packages/react-18/node_modules', import.meta.url));
/** Functions from values to values: what one file leaves behind is nothing to the next. */
const plain = ['packages/{bench,contracts,emails}/tests/**/*.test.ts', 'apps/web/tests/unit/**/*.test.ts'];
const components = ['packages/react/tests/**/*.test.tsx'];

/** Start stacks, databases or compilers of their own, for up to a minute. */
const SLOW = /dev-stack\/tests\/(commands|extensions\/cron\.)|supabase\/tests\/|react\/tests\/package\./;

/** Without the times of an earlier run, vitest begins with the longest files: a slow short one would be left alone at the end. */
class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isSlow = ({ moduleId }: TestSpecification) => SLOW.test(moduleId);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: SlowFirst },
    // Those that start programs of their own wait for them half of the time.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        test: {
          ...slow,
          name: 'unit',
          include: ['packages/*/tests/**/*.test.ts', 'supabase/tests/**/*.test.ts'],
          exclude: plain,
        },
      },
      {
        test: { ...slow, name: 'plain', include: plain, isolate: false },
      },
      {
        // To load React and a browser's document takes as long as the tests of a file: a process does it once, and gives
        // each file a context of its own.
        test: { ...slow, name: 'react', include: components, pool: 'vmForks' },
      },
      {
        // The components a second time, on the oldest React that they promise to work with.
        resolve: {
          // The ES modules of the testing library: an alias does not reach into a require().
          mainFields: ['module', 'main'],
          alias: [{ find: /^(react|react-dom)(?=\/|$)/, replacement: `${react18}/$1` }],
        },
        test: {
          ...slow,
          name: 'react-18',
          include: components,
          pool: 'vmForks',
          // Whatever imports React has to get that one.
          server: { deps: { inline: [/@testing-library\/react/, /@tanstack\/react-query/] } },
        },
      },
    ],
  },
});
