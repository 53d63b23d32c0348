import { defineConfig } from '@playwright/test';
import { stack } from './tests/support/stack.ts';

export default defineConfig({
  testDir: 'tests',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  // The people of the demo data are shared: one story at a time.
  workers: 1,
  forbidOnly: true,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: stack.WEB_URL,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    trace: 'retain-on-failure',
    launchOptions: {
      args: stack.CHROMIUM_ARGS,
      ...(stack.CHROMIUM && { executablePath: stack.CHROMIUM }),
    },
  },
});
