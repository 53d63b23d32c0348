import type { Page } from '@playwright/test';

/** Bytes of JavaScript, as they travel: compressed. */
export interface Weight {
  /** Asked for before the page had loaded. */
  untilLoad: number;
  /** With what came afterwards by itself: the notifications and their live connection. */
  untilIdle: number;
}

/** Opens a page and weighs its scripts, those that the browser still had as well. */
export async function weigh(page: Page, path: string): Promise<Weight> {
  await page.goto(path);
  // The last thing to arrive: the bell in place of its link.
  await page
    .getByRole('banner')
    .getByRole('button', { name: /^Notifications, / })
    .waitFor();
  await page.waitForLoadState('networkidle');
  const scripts = await page.evaluate(() => {
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
      .map(({ startTime, encodedBodySize }) => ({
        isEarly: startTime < (navigation?.loadEventStart ?? 0),
        bytes: encodedBodySize,
      }));
  });
  const sum = (of: typeof scripts) => of.reduce((total, { bytes }) => total + bytes, 0);
  return { untilLoad: sum(scripts.filter(({ isEarly }) => isEarly)), untilIdle: sum(scripts) };
}
