import { expect, test } from '@playwright/test';
import { freshStart, measure, newImplant, traces } from './support/clinic.ts';
import { clearMail, inbox, linkIn, onlyMessage } from './support/mail.ts';
import { must, PARC, person } from './support/people.ts';
import {
  alertsOn,
  bell,
  enterIsq,
  expectUnread,
  fillSignIn,
  signIn,
  visit,
  windowOf,
} from './support/screens.ts';

const PRACTITIONER = 'praticien@lumiere.test';
const ADMIN = 'admin@lumiere.test';

test.beforeEach(async () => {
  await freshStart(PRACTITIONER, ADMIN);
  await clearMail();
});

test('a practitioner signs in, finds a patient and enters an ISQ', async ({ page }) => {
  const implant = await newImplant(await person(PRACTITIONER));
  await page.goto('/');
  await expect(page).toHaveURL(/\/connexion$/);
  await fillSignIn(page, PRACTITIONER);
  await expect(page).toHaveURL(/\/patients$/);
  await expect(page.getByText('Cabinet Lumière', { exact: false }).first()).toBeVisible();

  await page.getByRole('link', { name: implant.patientName }).click();
  await expect(page.getByRole('heading', { level: 1, name: implant.patientName })).toBeVisible();
  await enterIsq(page, '25');
  await expect(page.getByText('ISQ 25 enregistré pour la dent 36.')).toBeVisible();
  await expect(page.getByRole('article').getByText('Critique')).toBeVisible();
});

test('an alert rings in every window, and reading it in one reads it in all', async ({ page, browser }) => {
  const practitioner = await person(PRACTITIONER);
  const implant = await newImplant(practitioner);
  await visit(page, PRACTITIONER);
  const secondTab = await page.context().newPage();
  await secondTab.goto('/patients');
  const admin = await windowOf(browser, ADMIN);
  await page.goto(`/patients/${implant.patientId}`);
  await enterIsq(page, '25');
  for (const window of [page, secondTab, admin]) await expectUnread(window, 1);

  await bell(page).click();
  await alertsOn(page, implant).getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(`/implants/${implant.id}$`));
  await expect(page.getByRole('heading', { level: 1, name: 'Implant, dent 36' })).toBeVisible();
  for (const window of [page, secondTab]) await expectUnread(window, 0);
  await expectUnread(admin, 1);
  await admin.context().close();
});

test('the email’s button leads to the alert, after sign-in', async ({ page }) => {
  const practitioner = await person(PRACTITIONER);
  const implant = await newImplant(practitioner);
  await measure(practitioner, implant, 25);
  await onlyMessage(ADMIN);
  const link = linkIn(await onlyMessage(PRACTITIONER));

  await page.goto(link);
  await expect(page).toHaveURL(/\/connexion\?suite=/);
  await fillSignIn(page, PRACTITIONER);
  await expect(page).toHaveURL(new RegExp(`/implants/${implant.id}$`));
  await expect(page.getByRole('heading', { level: 1, name: 'Implant, dent 36' })).toBeVisible();
});

test('nobody of another clinic sees, receives or reaches anything', async ({ page, browser }) => {
  const strangers = await freshStart('praticien@parc.test', 'admin@parc.test');
  const practitioner = await person(PRACTITIONER);
  const implant = await newImplant(practitioner);
  const parc = await windowOf(browser, 'praticien@parc.test');
  await visit(page, PRACTITIONER);
  await measure(practitioner, implant, 25);
  await expectUnread(page, 1);
  await onlyMessage(PRACTITIONER);

  await expectUnread(parc, 0);
  for (const stranger of strangers) {
    const { notifications, emails, deliveries } = await traces(stranger, implant);
    expect([notifications, emails, deliveries]).toEqual([[], [], []]);
    expect(await inbox(stranger.email)).toEqual([]);
  }
  for (const path of [`/patients/${implant.patientId}`, `/implants/${implant.id}`]) {
    await parc.goto(path);
    await expect(parc.getByRole('heading', { name: 'Dossier introuvable' })).toBeVisible();
    await expect(parc.getByText(implant.patientName)).toHaveCount(0);
  }
  await parc.context().close();
});

test('preferences chosen on screen rule the next alert', async ({ page }) => {
  const practitioner = await person(PRACTITIONER);
  await visit(page, PRACTITIONER, '/preferences');
  const alerts = page.getByRole('group', { name: /Alertes cliniques/ });
  const saved = page.getByText('Préférence enregistrée.');
  const stored = async () =>
    must(
      await practitioner.supabase
        .from('notification_preferences')
        .select('in_app, email, frequency')
        .eq('user_id', practitioner.id)
        .eq('category', 'alerts'),
    );

  await alerts.getByRole('switch', { name: 'E-mail' }).click();
  await expect(saved).toBeVisible();
  await expect.poll(stored).toEqual([expect.objectContaining({ email: false })]);
  const quiet = await newImplant(practitioner);
  await measure(practitioner, quiet, 25);
  await expectUnread(page, 1);
  expect(await traces(practitioner, quiet)).toMatchObject({ notifications: [{}], emails: [], digests: [] });

  await alerts.getByRole('switch', { name: 'E-mail' }).click();
  await expect.poll(stored).toEqual([expect.objectContaining({ email: true })]);
  await alerts.getByLabel('Fréquence des e-mails').selectOption('DAILY');
  await expect.poll(stored).toEqual([expect.objectContaining({ email: true, frequency: 'DAILY' })]);
  const daily = await newImplant(practitioner);
  await measure(practitioner, daily, 25);
  await expectUnread(page, 2);
  expect(await traces(practitioner, daily)).toMatchObject({
    notifications: [{}],
    emails: [],
    digests: [{ frequency: 'DAILY', sent_at: null }],
  });

  await alerts.getByRole('switch', { name: 'E-mail' }).click();
  await alerts.getByRole('switch', { name: 'Dans l’application' }).click();
  await expect.poll(stored).toEqual([expect.objectContaining({ in_app: false, email: false })]);
  const nothing = await newImplant(practitioner);
  await measure(practitioner, nothing, 25);
  expect(await traces(practitioner, nothing)).toMatchObject({ notifications: [], emails: [], digests: [] });
  await expectUnread(page, 2);
});

test('someone of two clinics switches between them', async ({ page }) => {
  await freshStart('multi@cassius.test');
  await visit(page, 'multi@cassius.test');
  await page.getByLabel('Établissement : Cabinet Lumière. Changer').click();
  await page.getByRole('button', { name: 'Clinique du Parc' }).click();
  await expect(page.getByText(/^Clinique du Parc\s· \d+ patients$/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Kléber Inventé' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Hortense Imaginaire' })).toHaveCount(0);

  await page.goto('/preferences');
  await expect(page.getByText('Pour Clinique du Parc seulement.')).toBeVisible();
  await page
    .getByRole('group', { name: /Alertes cliniques/ })
    .getByRole('switch', { name: 'E-mail' })
    .click();
  const multi = await person('multi@cassius.test');
  await expect
    .poll(async () =>
      must(
        await multi.supabase
          .from('notification_preferences')
          .select('organisation_id')
          .eq('user_id', multi.id),
      ),
    )
    .toEqual([{ organisation_id: PARC }]);
});

test('the keyboard alone switches between clinics, on a phone too', async ({ page }) => {
  await freshStart('multi@cassius.test');
  await page.setViewportSize({ width: 320, height: 640 });
  await visit(page, 'multi@cassius.test');
  const switcher = page.getByLabel(/^Établissement\u00a0: .* Changer$/);
  await switcher.focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('button', { name: 'Cabinet Lumière' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(switcher).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('button', { name: 'Clinique du Parc' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Clinique du Parc\s· \d+ patients$/)).toBeVisible();
  await expect(switcher).toBeFocused();
  await expect(switcher).toHaveAccessibleName('Établissement : Clinique du Parc. Changer');
});

test('signing out closes the session', async ({ page }) => {
  await signIn(page, PRACTITIONER);
  await page.getByLabel('Compte de Basile Exemple').click();
  await page.getByRole('button', { name: 'Se déconnecter' }).click();
  await expect(page).toHaveURL(/\/connexion$/);
  await page.goto('/patients');
  await expect(page).toHaveURL(/\/connexion\?suite=%2Fpatients$/);
  expect((await page.request.get('/api/notifications')).status()).toBe(401);
});
