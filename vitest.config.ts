import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'packages/*/tests/**/*.test.{ts,tsx}',
      'supabase/tests/**/*.test.ts',
      'apps/web/tests/unit/**/*.test.ts',
    ],
    // Many tests start a database or another program of their own, on machines with two cores.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
