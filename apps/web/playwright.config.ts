import { defineConfig } from '@playwright/test';
import { chromium, stack, workers } from './tests/support/stack.ts';

export default defineConfig({
  testDir: 'tests',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  workers,
  forbidOnly: true,
  // Patience costs a passing run nothing: three workers share two cores, on a machine that may have others to serve.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: {
    baseURL: stack.WEB_URL,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    // A film of every story costs a quarter of the time: one picture, of the moment of a failure, has to do.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: chromium,
  },
});
