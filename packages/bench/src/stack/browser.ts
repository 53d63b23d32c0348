import { findBrowser } from '@cassius/dev-stack/src/browser.ts';
import { type Browser, chromium } from '@playwright/test';
import type { Context } from '../benchmark.ts';

/** Runs some work with a browser, which an interruption closes: whoever waits for a page finds out. */
export async function withBrowser<T>(
  { signal }: Context,
  work: (browser: Browser) => Promise<T>,
): Promise<T> {
  const browser = await chromium.launch({
    ...(await findBrowser()),
    ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
  });
  const close = () => void browser.close();
  signal.addEventListener('abort', close, { once: true });
  try {
    signal.throwIfAborted();
    return await work(browser);
  } finally {
    signal.removeEventListener('abort', close);
    await browser.close();
  }
}
