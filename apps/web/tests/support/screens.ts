import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test';
import { createServerClient } from '@supabase/ssr';
import { NoRealtime } from '../../src/features/supabase/no-realtime.ts';
import { PASSWORD } from './people.ts';
import { stack } from './stack.ts';

type Cookie = Parameters<BrowserContext['addCookies']>[0][number];

/** Fills in the sign-in page that is open. */
export async function fillSignIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Adresse e-mail').fill(email);
  await page.getByLabel('Mot de passe').fill(password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
}

const expectPatients = (page: Page) =>
  expect(page.getByRole('heading', { level: 1, name: 'Patients' })).toBeVisible();

/** Through the sign-in page: for stories about sessions, and those that end theirs. */
export async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/connexion');
  await fillSignIn(page, email);
  await expectPatients(page);
}

/** Sessions that stories share; the longest run is shorter than an access token lives. */
const sessions = new Map<string, Promise<Cookie[]>>();

/** Signs somebody in as the sign-in page does, and keeps the cookies that it would set. */
async function newSession(email: string): Promise<Cookie[]> {
  const cookies: Cookie[] = [];
  const supabase = createServerClient(stack.API_URL, stack.PUBLISHABLE_KEY, {
    realtime: { transport: NoRealtime as unknown as typeof WebSocket },
    cookies: {
      getAll: () => [],
      setAll: (changes) => {
        for (const { name, value } of changes) {
          cookies.push({ name, value, url: stack.WEB_URL, httpOnly: true, sameSite: 'Lax' });
        }
      },
    },
  });
  const { error } = await supabase.auth.signInWithPassword({ email, password: PASSWORD });
  if (error) throw new Error(`${email}: ${error.message}`);
  return cookies;
}

/** Opens a page as someone, without the sign-in page. */
export async function visit(page: Page, email: string, path = '/patients'): Promise<void> {
  const session = sessions.get(email) ?? newSession(email);
  sessions.set(email, session);
  await page.context().addCookies(await session);
  await page.goto(path);
  if (path === '/patients') await expectPatients(page);
}

/** A browser of one's own, signed in; a window beside the others. */
export async function windowOf(browser: Browser, email: string): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await visit(page, email);
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

/** Fails when a page has to be scrolled sideways at one of these widths; `state` names the page in the failure. */
export async function expectNoSidewaysScroll(page: Page, widths: number[], state: string): Promise<void> {
  const height = page.viewportSize()?.height ?? 640;
  for (const width of widths) {
    await page.setViewportSize({ width, height });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, `${state} at ${width} px`).toBeLessThanOrEqual(0);
  }
}
