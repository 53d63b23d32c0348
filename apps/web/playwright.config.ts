import { defineConfig } from '@playwright/test';
import { chromium, stack, workers } from './tests/support/stack.ts';

export default defineConfig({
  testDir: 'tests',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  workers,
  forbidOnly: true,
  timeout: 45_000,
  expect: { timeout: 10_000 },
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
