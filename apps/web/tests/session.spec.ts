import { expect, type Page, type Route, test } from '@playwright/test';
import { freshStart, measure, newImplant, prefer } from './support/clinic.ts';
import { LUMIERE, must, type Person } from './support/people.ts';
import { newPractice } from './support/practice.ts';
import { bell, expectUnread, fillSignIn, signIn, visit } from './support/screens.ts';

const PRACTITIONER = 'praticien@lumiere.test';

test('the session’s cookies are closed to scripts, and nothing of it is kept where they could read it', async ({
  page,
}) => {
  await signIn(page, PRACTITIONER);
  const cookies = (await page.context().cookies()).filter(({ name }) => name.startsWith('sb-'));
  expect(cookies.length).toBeGreaterThan(0);
  expect(cookies.filter(({ httpOnly }) => !httpOnly)).toEqual([]);
  const readable = await page.evaluate(() =>
    [document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage)].join('\n'),
  );
  expect(readable).not.toMatch(/sb-|eyJ|token/i);
});

test('a page of this site gets the access token, and nobody else does', async ({
  page,
  playwright,
  baseURL,
}) => {
  const visitor = await playwright.request.newContext({ baseURL: baseURL ?? '' });
  expect((await visitor.get('/api/session/token')).status()).toBe(401);

  await signIn(page, PRACTITIONER);
  const answer = await page.request.get('/api/session/token', {
    headers: { 'sec-fetch-site': 'same-origin' },
  });
  expect(answer.status()).toBe(200);
  expect(answer.headers()['cache-control']).toContain('no-store');
  const body = (await answer.json()) as { accessToken: string; expiresAt: string };
  expect(Object.keys(body).sort()).toEqual(['accessToken', 'expiresAt']);
  expect(Date.parse(body.expiresAt)).toBeGreaterThan(Date.now() + 60_000);
  const own = await visitor.get('/api/notifications', {
    headers: { authorization: `Bearer ${body.accessToken}` },
  });
  expect(own.status()).toBe(200);

  const elsewhere: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
  ];
  for (const headers of elsewhere) {
    const refused = await page.request.get('/api/session/token', { headers });
    expect([refused.status(), await refused.text()]).toEqual([403, expect.not.stringContaining('eyJ')]);
  }
  await visitor.dispose();
});

test('a page whose session has ended gets no more tokens', async ({ page }) => {
  await signIn(page, PRACTITIONER);
  await page.context().clearCookies();
  const status = await page.evaluate(async () => (await fetch('/api/session/token')).status);
  expect(status).toBe(401);
});

test('a page whose session has ended says so, and leads back to itself through the sign-in page', async ({
  page,
}) => {
  await signIn(page, PRACTITIONER);
  await page.goto('/notifications?etat=non-lues');
  await expect(bell(page)).toBeVisible();
  await page.context().clearCookies();
  await page.getByLabel('Type').selectOption({ index: 1 });
  await expect(page.getByRole('alert').filter({ hasText: 'Votre session a expiré.' })).toBeVisible();
  await page.getByRole('button', { name: 'Se reconnecter' }).click();
  await expect(page).toHaveURL(/\/connexion\?suite=%2Fnotifications%3F/);
  await fillSignIn(page, PRACTITIONER);
  await expect(page).toHaveURL(/\/notifications\?/);
  await expect(bell(page)).toBeVisible();
});

test('an answer from before the end of the session, come late, does not take its notice away', async ({
  page,
}) => {
  await signIn(page, PRACTITIONER);
  // The page behind the sign-in asks for the count as well, when it has time: that is not the one to hold.
  await page.goto('about:blank');
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let answered = false;
  const holdOne = async (route: Route) => {
    const response = await route.fetch();
    answered = true;
    await released;
    const counts = [{ organisationId: LUMIERE, category: 'alerts', count: 7 }];
    await route.fulfill({ response, json: { count: 7, counts, notifications: [] } });
  };
  await page.route('**/api/notifications/unread?*', holdOne, { times: 1 });
  await page.goto('/notifications?etat=non-lues');
  await expect.poll(() => answered).toBe(true);
  await page.context().clearCookies();
  await page.getByLabel('Type').selectOption({ index: 1 });
  const notice = page.getByRole('alert').filter({ hasText: 'Votre session a expiré.' });
  await expect(notice).toBeVisible();
  const shown = await notice.elementHandle();
  release();
  await expect(bell(page)).toHaveAccessibleName('Notifications, 7 non lues');
  expect(await shown?.evaluate((element) => element.isConnected)).toBe(true);
});

test('a form that is sent after the end of the session keeps what was typed, and goes through with the next one', async ({
  page,
  context,
}) => {
  await signIn(page, PRACTITIONER);
  await page.goto('/patients/nouveau');
  await page.getByLabel('Prénom').fill('Ombeline');
  await page.getByLabel('Nom', { exact: true }).fill('Revenue');
  // By now the page's script has the form: without it the browser would be sent to the sign-in page.
  await expect(bell(page)).toBeVisible();
  await context.clearCookies();
  await page.getByRole('button', { name: 'Créer le dossier' }).click();
  await expect(
    page.getByText(/^Votre session a expiré. Reconnectez-vous dans un autre onglet/),
  ).toBeVisible();
  const another = await context.newPage();
  await signIn(another, PRACTITIONER);
  await page.getByRole('button', { name: 'Créer le dossier' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ombeline Revenue' })).toBeVisible();
});

test('forms work before, or without, the page’s script', async ({ page, browser }) => {
  await freshStart(PRACTITIONER);
  await visit(page, PRACTITIONER);
  const storageState = await page.context().storageState();
  const context = await browser.newContext({ javaScriptEnabled: false, storageState });
  const plain = await context.newPage();
  await plain.goto('/patients/nouveau');
  await plain.getByLabel('Nom', { exact: true }).fill('Sansscript');
  await plain.getByRole('button', { name: 'Créer le dossier' }).click();
  await expect(plain.getByText('Prénom : saisissez-le.')).toBeVisible();
  await expect(plain.getByLabel('Nom', { exact: true })).toHaveValue('Sansscript');
  await plain.getByLabel('Prénom').fill('Ombeline');
  await plain.getByRole('button', { name: 'Créer le dossier' }).click();
  await expect(plain.getByRole('heading', { level: 1, name: 'Ombeline Sansscript' })).toBeVisible();
  // The bell is a link to where the notifications are.
  await expect(
    plain.getByRole('banner').getByRole('link', { name: 'Notifications', exact: true }).first(),
  ).toHaveAttribute('href', '/notifications');
  await context.close();
});

test('a tab becomes that of whoever signs in from another one', async ({ page, context }) => {
  await signIn(page, PRACTITIONER);
  await page.goto('/notifications');
  const another = await context.newPage();
  await another.goto('/patients');
  const account = await another.getByLabel(/^Compte de /).getAttribute('aria-label');
  await another.getByLabel(/^Compte de /).click();
  await another.getByRole('button', { name: 'Se déconnecter' }).click();
  await fillSignIn(another, 'praticien@parc.test');
  await expect(another.getByRole('heading', { level: 1, name: 'Patients' })).toBeVisible();

  await expect(page.getByLabel(/^Compte de /)).not.toHaveAttribute('aria-label', account ?? '');
  await page.getByLabel(/^Compte de /).click();
  await expect(page.getByText('praticien@parc.test')).toBeVisible();
  await expect(page).toHaveURL(/\/notifications$/);
});

test('tabs of one visitor leave each other alone', async ({ page, context }) => {
  await visit(page, PRACTITIONER);
  await expect(bell(page)).toBeVisible();
  // Gone with a reload.
  await page.evaluate(() => Object.assign(window, { isSamePage: true }));
  const another = await context.newPage();
  await another.goto('/patients');
  await expect(bell(another)).toBeVisible();
  expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
});

/** Makes the code of the notifications wait for an idle moment that does not come until the story wants it. */
async function holdIdle(page: Page): Promise<() => Promise<void>> {
  await page.addInitScript(() => {
    const waiting: (() => void)[] = [];
    Object.assign(window, {
      requestIdleCallback: (run: () => void) => waiting.push(run),
      getIdle: () => {
        for (const run of waiting) run();
      },
    });
  });
  return () => page.evaluate(() => (window as unknown as { getIdle(): void }).getIdle());
}

const bellLink = (page: Page) => page.locator('.cn-bell').getByRole('link', { name: 'Notifications' });

test('the bell that takes the place of its link takes over its focus', async ({ page }) => {
  await visit(page, PRACTITIONER);
  const getIdle = await holdIdle(page);
  await page.goto('/patients');
  await bellLink(page).focus();
  await getIdle();
  await expect(bell(page)).toBeFocused();
  await expect(bellLink(page)).toHaveCount(0);
});

test('the bell comes back from a network that failed just when its code was fetched', async ({
  page,
  browser,
}) => {
  await visit(page, PRACTITIONER);
  const storageState = await page.context().storageState();
  // A browser that has nothing of it in its cache.
  const context = await browser.newContext({ storageState });
  const fresh = await context.newPage();
  const getIdle = await holdIdle(fresh);
  await fresh.goto('/patients');
  await expect(bellLink(fresh)).toBeVisible();
  await context.setOffline(true);
  const failed = fresh.waitForEvent('requestfailed');
  await getIdle();
  await failed;
  await expect(bellLink(fresh)).toBeVisible();
  await context.setOffline(false);
  await expect(bell(fresh)).toBeVisible();
  await context.close();
});

test('words are in the language of the person, and the page says so', async ({ page }) => {
  const [practitioner] = (await freshStart(PRACTITIONER)) as [Person];
  const setLocale = (locale: string | null) =>
    practitioner.supabase.from('profiles').update({ locale }).eq('user_id', practitioner.id);
  await setLocale('en');
  try {
    await measure(practitioner, await newImplant(practitioner), 25);
    await visit(page, PRACTITIONER);
    await expect(bell(page)).toHaveAccessibleName('Notifications, 1 unread');
    expect(await bell(page).evaluate((button) => button.closest('[lang]')?.getAttribute('lang'))).toBe('en');
    await bell(page).click();
    await expect(page.getByRole('button', { name: 'Mark all as read' })).toBeVisible();
  } finally {
    await setLocale(null);
  }
  await page.reload();
  await expectUnread(page, 1);
});

test('the count in the title is exact past 99', async ({ page }) => {
  const { id, admin, practitioner } = await newPractice();
  for (const who of [admin, practitioner]) await prefer(who, { email: false }, 'alerts', id);
  const implant = await newImplant(practitioner, id);
  const one = { organisation_id: id, implant_id: implant.id, value: 25 };
  must(
    await practitioner.supabase
      .from('isq_measurements')
      .insert(Array.from({ length: 101 }, () => one))
      .select('id'),
  );
  await signIn(page, practitioner.email);
  await expectUnread(page, 101);
  await expect(page.locator('.cn-badge')).toHaveText('99+');
  await measure(practitioner, implant, 25, id);
  await expectUnread(page, 102);
  await page.getByRole('link', { name: 'Rendez-vous' }).click();
  await expect(page).toHaveTitle('(102) Cassius · Rendez-vous');
});
