import { setTimeout as pause } from 'node:timers/promises';
import type { Browser } from '@playwright/test';

/** The page that everybody sees first. */
const PATH = '/connexion';
/** How long it may take until a page is there, in milliseconds: far beyond any bound. */
const LIMIT_MS = 600_000;

/**
 * Waits until the sign-in page can be used: its server answers 200, and a browser without a cache shows the button.
 * @param isRunning false when there is nobody to wait for any more
 */
export async function untilShown(
  browser: Browser,
  webUrl: string,
  isRunning: () => boolean,
  signal: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + LIMIT_MS;
  while (!(await answers(webUrl + PATH, signal))) {
    signal.throwIfAborted();
    if (!isRunning()) throw new Error('it ended before there was a page');
    if (performance.now() > deadline) throw new Error(`no page after ${LIMIT_MS / 1000} s`);
    await pause(20);
  }
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(webUrl + PATH);
    await page.locator('button[type=submit]').waitFor();
  } finally {
    await context.close();
  }
}

async function answers(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
    });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    // Not listening yet, or interrupted: whoever asks looks.
    return false;
  }
}
