import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const slow = { testTimeout: 30_000, hookTimeout: 60_000 };
const react18 = fileURLToPath(new URL('packages/react-18/node_modules', import.meta.url));

export default defineConfig({
  test: {
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
