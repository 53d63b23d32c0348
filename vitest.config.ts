import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const slow = { testTimeout: 30_000, hookTimeout: 60_000 };
const react18 = fileURLToPath(new URL('packages/react-18/node_modules', import.meta.url));

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
    // Many tests start a database or another program of their own, on machines with two cores.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          ...slow,
          name: 'unit',
          include: [
            'packages/*/tests/**/*.test.{ts,tsx}',
            'supabase/tests/**/*.test.ts',
            'apps/web/tests/unit/**/*.test.ts',
          ],
        },
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
          include: ['packages/react/tests/**/*.test.tsx'],
          // Whatever imports React has to get that one.
          server: { deps: { inline: [/@testing-library\/react/, /@tanstack\/react-query/] } },
        },
      },
    ],
  },
});
