import { type Browser, expect, type Page } from '@playwright/test';
import { PASSWORD } from './people.ts';

/** Fills in the sign-in page that is open. */
export async function fillSignIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Adresse e-mail').fill(email);
  await page.getByLabel('Mot de passe').fill(password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
}

export async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/connexion');
  await fillSignIn(page, email);
  await expect(page.getByRole('heading', { level: 1, name: 'Patients' })).toBeVisible();
}

/** A browser of one's own, signed in; a window beside the others. */
export async function windowOf(browser: Browser, email: string): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, email);
  return page;
}

export const bell = (page: Page) => page.getByRole('banner').getByRole('button', { name: /^Notifications/ });

/** Waits for the exact count in the bell's name and in the tab's title. */
export async function expectUnread(page: Page, count: number): Promise<void> {
  const words = count === 0 ? 'aucune non lue' : count === 1 ? '1 non lue' : `${count} non lues`;
  await expect(bell(page)).toHaveAccessibleName(`Notifications, ${words}`);
  await expect(page).toHaveTitle(count === 0 ? /^Cassius/ : new RegExp(`^\\(${count}\\) Cassius`));
}

/** The bell's open list. */
export const bellPanel = (page: Page) => page.getByRole('dialog', { name: 'Notifications' });

/** The alerts about an implant in the bell's open list: older ones of other stories may stand there as well. */
export const alertsOn = (page: Page, implant: { id: string }) =>
  bellPanel(page)
    .getByRole('listitem')
    .filter({ has: page.locator(`a[href="/implants/${implant.id}"]`) });

/** Fills in the form of the one implant on the page. */
export async function enterIsq(page: Page, value: string): Promise<void> {
  await page.getByLabel('Saisir un ISQ').fill(value);
  await page.getByRole('button', { name: 'Enregistrer' }).click();
}

/** Counts documents loaded from now on: 0 proves that nothing was refreshed. */
export async function watchReloads(page: Page): Promise<() => number> {
  let loads = 0;
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) loads += 1;
  });
  return () => loads;
}
