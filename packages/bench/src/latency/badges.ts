import type { Addresses } from '@cassius/dev-stack/src/state.ts';
import type { Browser, Page } from '@playwright/test';
import { clockOffset, type Look, preciseNow } from '../measure/clocks.ts';
import { type Observed, PASSWORD } from './observed.ts';

/** A count that stood on the bell, and since when; milliseconds since 1970. */
export interface BadgeChange {
  count: number;
  at: number;
}

export interface Badge {
  /** Forgets what was recorded, and finds out how far the page's clock is from ours. */
  restart(): Promise<void>;
  /** Every change of the badge since then, by our clock. */
  changes(): Promise<BadgeChange[]>;
  /** What stands on it now. */
  count(): Promise<number>;
}

/** What the observer leaves in the page. */
interface Recorded {
  badgeChanges: BadgeChange[];
}

const LOOKS = 20;

/** Opens the application in a window of its own, signed in, with an observer that notes when the badge changes. */
export async function openBadge(browser: Browser, addresses: Addresses, { email }: Observed): Promise<Badge> {
  const context = await browser.newContext({ locale: 'fr-FR', timezoneId: 'Europe/Paris' });
  const page = await context.newPage();
  await page.goto(`${addresses.WEB_URL}/connexion`);
  await page.getByLabel('Adresse e-mail').fill(email);
  await page.getByLabel('Mot de passe').fill(PASSWORD);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByRole('heading', { level: 1, name: 'Patients' }).waitFor();
  // Named so once the count is known: the page listens by then, or will find out by itself.
  await page.getByRole('button', { name: /^Notifications, / }).waitFor();
  await page.evaluate(() => {
    const recorded: BadgeChange[] = [];
    let last = -1;
    new MutationObserver(() => {
      const at = performance.timeOrigin + performance.now();
      const count = Number.parseInt(document.querySelector('.cn-badge')?.textContent ?? '0', 10);
      if (count !== last) recorded.push({ count, at });
      last = count;
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    (window as unknown as Recorded).badgeChanges = recorded;
  });
  let ahead = 0;
  return {
    async restart() {
      ahead = (await offsetOf(page)).ms;
      await page.evaluate(() => {
        (window as unknown as Recorded).badgeChanges.length = 0;
      });
    },
    async changes() {
      const changes = await page.evaluate(() => (window as unknown as Recorded).badgeChanges);
      return changes.map(({ count, at }) => ({ count, at: at - ahead }));
    },
    count: () =>
      page.evaluate(() => Number.parseInt(document.querySelector('.cn-badge')?.textContent ?? '0', 10)),
  };
}

/** Each process takes its own reading of the wall clock when it starts. */
async function offsetOf(page: Page): Promise<{ ms: number; uncertainty: number }> {
  const looks: Look[] = [];
  for (let number = 0; number < LOOKS; number += 1) {
    const before = preciseNow();
    const there = await page.evaluate(() => performance.timeOrigin + performance.now());
    looks.push({ before, there, after: preciseNow() });
  }
  return clockOffset(looks);
}
