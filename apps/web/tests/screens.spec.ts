import { expect, type Page, test } from '@playwright/test';
import { FREE_DAY, newAppointment } from './support/appointments.ts';
import { freshStart, measure, newImplant, type TestImplant, traces } from './support/clinic.ts';
import { must, person, service } from './support/people.ts';
import {
  alertsOn,
  bell,
  bellPanel,
  enterIsq,
  expectNoSidewaysScroll,
  expectUnread,
  fillSignIn,
  signIn,
  visit,
} from './support/screens.ts';
import { stack } from './support/stack.ts';

const PRACTITIONER = 'praticien@lumiere.test';

test.beforeEach(async () => {
  await freshStart(PRACTITIONER);
});

test.describe('the sign-in page', () => {
  test('says what is wrong without saying who has an account', async ({ page }) => {
    await page.goto('/connexion');
    await fillSignIn(page, 'pas une adresse', '');
    await expect(page.getByText('Adresse e-mail : elle n’a pas la forme attendue.')).toBeVisible();
    await expect(page.getByText('Mot de passe : saisissez-le.')).toBeVisible();
    for (const email of [PRACTITIONER, 'inconnu@lumiere.test']) {
      await fillSignIn(page, email, 'mauvais');
      await expect(page.getByText('Adresse e-mail ou mot de passe incorrect.')).toBeVisible();
      await expect(page.getByLabel('Adresse e-mail')).toHaveValue(email);
    }
  });

  for (const elsewhere of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/..//evil.example',
  ]) {
    test(`never leaves this site for ${elsewhere}`, async ({ page, baseURL }) => {
      await page.goto(`/connexion?suite=${encodeURIComponent(elsewhere)}`);
      await fillSignIn(page, PRACTITIONER);
      await expect(page).toHaveURL(`${baseURL}/patients`);
    });
  }

  test('goes back to the page that asked for it', async ({ page, baseURL }) => {
    await page.goto('/notifications?etat=non-lues');
    await fillSignIn(page, PRACTITIONER);
    await expect(page).toHaveURL(`${baseURL}/notifications?etat=non-lues`);
  });
});

test.describe('the ISQ form', () => {
  test('has the only field that is labelled ISQ, also beside a chart', async ({ page }) => {
    const who = await person(PRACTITIONER);
    const implant = await newImplant(who);
    await measure(who, implant, 70);
    await visit(page, PRACTITIONER);
    for (const path of [`/implants/${implant.id}`, `/patients/${implant.patientId}`]) {
      await page.goto(path);
      const field = page.getByLabel(/ISQ/i);
      await expect(field).toHaveCount(1);
      await expect(field).toHaveAttribute('name', 'value');
      await expect(field).toHaveAttribute('inputmode', 'numeric');
      await expect(field).toHaveAccessibleName('Saisir un ISQ pour la dent 36');
    }
  });

  for (const value of ['0', '101', 'abc', '-5', '54,5', '']) {
    test(`refuses « ${value} » and names the field`, async ({ page }) => {
      const implant = await newImplant(await person(PRACTITIONER));
      await visit(page, PRACTITIONER, `/implants/${implant.id}`);
      await enterIsq(page, value);
      await expect(page.getByText('ISQ : saisissez un nombre entier de 1 à 100.')).toBeVisible();
      await expect(page.getByLabel('Saisir un ISQ')).toHaveValue(value);
      const rows = must(await service.from('isq_measurements').select('id').eq('implant_id', implant.id));
      expect(rows).toEqual([]);
    });
  }

  test('shows the new measurement in the history at once', async ({ page }) => {
    const implant = await newImplant(await person(PRACTITIONER));
    await visit(page, PRACTITIONER, `/implants/${implant.id}`);
    for (const value of ['72', '58']) {
      await enterIsq(page, value);
      await expect(page.getByText(`ISQ ${value} enregistré`)).toBeVisible();
    }
    const rows = page.getByRole('table').getByRole('row');
    await expect(rows.nth(1)).toContainText('58');
    await expect(rows.nth(1)).toContainText('À surveiller');
    await expect(rows.nth(1)).toContainText('−14');
    await expect(rows.nth(2)).toContainText('72');
    await expect(page.getByRole('img', { name: /2 mesures, la dernière à 58/ })).toBeVisible();
  });
});

test('the bell can be worked from the keyboard alone', async ({ page }) => {
  const practitioner = await person(PRACTITIONER);
  const implant = await newImplant(practitioner);
  await visit(page, PRACTITIONER);
  await measure(practitioner, implant, 25);
  await expectUnread(page, 1);

  await bell(page).focus();
  await page.keyboard.press('Enter');
  await expect(bell(page)).toHaveAttribute('aria-expanded', 'true');
  await expect(bellPanel(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(bellPanel(page)).toHaveCount(0);
  await expect(bell(page)).toBeFocused();

  await page.keyboard.press('Enter');
  const item = alertsOn(page, implant).getByRole('link');
  await expect(item).toBeVisible();
  await tabUntilFocused(page, item);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/implants/${implant.id}$`));
  await expectUnread(page, 0);
});

async function tabUntilFocused(page: Page, target: ReturnType<Page['locator']>): Promise<void> {
  for (let presses = 0; presses < 12; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}

test('an alert that arrives while one works shows itself, and a click on it goes there', async ({ page }) => {
  const practitioner = await person(PRACTITIONER);
  await visit(page, PRACTITIONER);
  const toasts = page.getByRole('region', { name: 'Nouvelles notifications' });
  const toastOn = (implant: TestImplant) => toasts.locator(`a[href="/implants/${implant.id}"]`);
  let implant = await newImplant(practitioner);
  // What rings while the page is still catching up is history and no news: ring until it listens.
  await expect(async () => {
    implant = await newImplant(practitioner);
    await measure(practitioner, implant, 25);
    await expect(toastOn(implant)).toBeVisible({ timeout: 3000 });
  }).toPass();

  await toastOn(implant).click();
  await expect(page).toHaveURL(new RegExp(`/implants/${implant.id}$`));
  await expect(toastOn(implant)).toHaveCount(0);
  await expect
    .poll(async () => (await traces(practitioner, implant)).notifications)
    .toEqual([expect.objectContaining({ is_read: true })]);
});

test('the notification centre filters by state, type and priority, and remembers it in its address', async ({
  page,
}) => {
  const practitioner = await person(PRACTITIONER);
  const critical = await newImplant(practitioner, undefined, '11');
  const warning = await newImplant(practitioner, undefined, '12');
  await measure(practitioner, critical, 25);
  await measure(practitioner, warning, 57);
  await visit(page, PRACTITIONER);
  await expectUnread(page, 2);
  await page.goto('/notifications?etat=non-lues');
  const items = page.getByRole('main').getByRole('listitem');
  await expect(items).toHaveCount(2);

  await page.getByLabel('Priorité').selectOption('critical');
  await expect(items).toHaveCount(1);
  await expect(items.first()).toHaveAttribute('data-severity', 'CRITICAL');
  await expect(page).toHaveURL(/etat=non-lues&priorite=critical/);

  await page.reload();
  await expect(page.getByLabel('Priorité')).toHaveValue('critical');
  await expect(items).toHaveCount(1);

  await page.getByLabel('Priorité').selectOption('');
  await page.getByLabel('Type').selectOption('ISQ_WARNING');
  await expect(items).toHaveCount(1);
  await expect(items.first()).toHaveAttribute('data-severity', 'WARNING');

  // All of it, whatever is shown of it just now.
  await page.getByRole('button', { name: 'Tout marquer comme lu' }).click();
  await expectUnread(page, 0);
});

test('an address that leads nowhere says so in French', async ({ page }) => {
  await visit(page, PRACTITIONER);
  const answer = await page.goto('/nulle-part');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'Page introuvable' })).toBeVisible();
  await page.goto('/implants/pas-un-identifiant');
  await expect(page.getByRole('heading', { name: 'Dossier introuvable' })).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });

  test('everything fits without scrolling sideways', async ({ page }) => {
    const practitioner = await person(PRACTITIONER);
    const implant = await newImplant(practitioner);
    for (const value of [72, 57]) await measure(practitioner, implant, value);
    await visit(page, PRACTITIONER);
    const paths = ['/patients', `/patients/${implant.patientId}`, `/implants/${implant.id}`];
    const appointment = await newAppointment(practitioner, implant.patientId);
    paths.push('/patients/nouveau', '/rendez-vous', '/rendez-vous/nouveau', `/rendez-vous/${appointment}`);
    paths.push(`/rendez-vous?date=${FREE_DAY}`);
    for (const path of [...paths, '/notifications', '/preferences']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectNoSidewaysScroll(page, [320, 360, 412], path);
    }
  });

  test('an alert can be entered and read', async ({ page }) => {
    const implant = await newImplant(await person(PRACTITIONER));
    await visit(page, PRACTITIONER, `/implants/${implant.id}`);
    await enterIsq(page, '25');
    await expectUnread(page, 1);
    await bell(page).tap();
    const item = alertsOn(page, implant);
    await expect(item).toBeInViewport();
    await item.getByRole('link').tap();
    await expectUnread(page, 0);
  });
});

test('no page asks anything of another origin, and the content policy blocks nothing it needs', async ({
  page,
  baseURL,
}) => {
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  const origins = new Set<string>();
  page.on('request', (request) => origins.add(new URL(request.url()).origin));
  await signIn(page, PRACTITIONER);
  for (const path of ['/patients', '/notifications', '/preferences']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectUnread(page, 0);
  }
  expect(problems).toEqual([]);
  expect([...origins].filter((origin) => origin !== baseURL && origin !== stack.API_URL)).toEqual([]);
});
