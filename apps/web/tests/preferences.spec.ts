import { expect, type Page, test } from '@playwright/test';
import { bearer } from './support/api.ts';
import { expectAccessible } from './support/axe.ts';
import { LUMIERE, must, PARC, person, service } from './support/people.ts';
import {
  category,
  channel,
  force,
  MULTI,
  openPreferences,
  PRACTITIONER,
  saved,
  untouched,
} from './support/preferences.ts';

const ADMIN = 'admin@lumiere.test';
const PATIENT = '00000000-0000-4000-8000-000000001001';

test.beforeEach(untouched);
test.afterAll(untouched);

/** What the engine would do with an event of a type for the practitioner, and why. */
async function explained(page: Page, type: string) {
  const answer = await page.request.get(
    `/api/notifications/debug?event=${type}&organisationId=${LUMIERE}`,
    await bearer(ADMIN),
  );
  const { recipients } = await answer.json();
  return recipients.find(({ name }: { name: string }) => name === 'Basile Exemple');
}

test('a daily frequency changes what the engine explains', async ({ page }) => {
  await openPreferences(page);
  expect((await explained(page, 'ISQ_CRITICAL')).email).toMatchObject({ decision: 'send' });
  await category(page).getByLabel('Fréquence des e-mails').selectOption('Quotidien');
  await saved(page);
  expect(await explained(page, 'ISQ_CRITICAL')).toMatchObject({
    inApp: { decision: 'send' },
    email: { decision: 'digest', reason: 'frequency_daily' },
  });

  await page.reload();
  await expect(category(page).getByLabel('Fréquence des e-mails')).toHaveValue('DAILY');
  await page.getByLabel('Heure des résumés').fill('18:30');
  await page.getByLabel('Heure des résumés').blur();
  await saved(page);
  const { email } = await explained(page, 'ISQ_CRITICAL');
  const due = new Intl.DateTimeFormat('fr', { timeStyle: 'short', timeZone: 'Europe/Paris' });
  expect(due.format(new Date(email.dueAt))).toBe('18:30');
});

test('what is not named by a choice goes on following the organisation', async ({ page }) => {
  const practitioner = await openPreferences(page);
  await channel(page, 'SMS', 'Activité de l’équipe').click();
  await saved(page);
  const rows = must(
    await practitioner.supabase
      .from('notification_preferences')
      .select('category, in_app, email, sms, frequency')
      .eq('user_id', practitioner.id),
  );
  expect(rows).toEqual([{ category: 'activity', in_app: null, email: null, sms: true, frequency: null }]);
});

test('quiet hours are saved, and read back', async ({ page }) => {
  const practitioner = await openPreferences(page);
  await page.getByRole('switch', { name: 'Heures calmes' }).click();
  await saved(page);
  await page.getByLabel('Début des heures calmes').fill('21:15');
  await page.getByLabel('Fin des heures calmes').fill('06:45');
  await page.getByLabel('Fin des heures calmes').blur();
  const stored = async () =>
    must(
      await practitioner.supabase
        .from('notification_settings')
        .select('quiet_from, quiet_until')
        .eq('user_id', practitioner.id),
    );
  await expect.poll(stored).toEqual([{ quiet_from: '21:15:00', quiet_until: '06:45:00' }]);

  await page.reload();
  await expect(page.getByLabel('Début des heures calmes')).toHaveValue('21:15');
  await expect(page.getByLabel('Fin des heures calmes')).toHaveValue('06:45');
  await page.getByLabel('Fin des heures calmes').fill('21:15');
  await page.getByLabel('Fin des heures calmes').blur();
  await expect(page.getByText('Le début et la fin doivent différer.')).toBeVisible();

  await page.getByRole('switch', { name: 'Heures calmes' }).click();
  await expect.poll(stored).toEqual([{ quiet_from: null, quiet_until: null }]);
  await expect(page.getByLabel('Début des heures calmes')).toHaveCount(0);
});

test('an override is shown with who wins and why', async ({ page }) => {
  await force(PRACTITIONER, {
    category: 'alerts',
    email: false,
    reason: 'Boîte partagée, à ne pas remplir.',
  });
  await force(PRACTITIONER, {
    type: 'APPOINTMENT_CANCELLED',
    frequency: 'IMMEDIATE',
    reason: 'Une annulation ne peut pas attendre.',
  });
  await openPreferences(page);
  await expect(channel(page, 'E-mail')).toBeDisabled();
  await expect(channel(page, 'E-mail')).not.toBeChecked();
  await expect(category(page)).toContainText(
    /Imposé par votre établissement, toute la catégorie\s: E-mail \(non\)\. Motif\s: Boîte partagée, à ne pas remplir\./,
  );
  const appointments = category(page, 'Rendez-vous');
  await appointments.getByLabel('Fréquence des e-mails').selectOption('Hebdomadaire');
  await saved(page);
  await expect(appointments).toContainText(
    /Rendez-vous annulé\s: Fréquence des e-mails \(Immédiat\)\. Motif\s: Une annulation ne peut pas attendre\./,
  );
  await expect(appointments).toContainText('selon le sujet');
  await expectAccessible(page, 'preferences with overrides');
});

test('what is mandatory is said to be, and stays on whatever one chooses', async ({ page }) => {
  await openPreferences(page);
  const system = category(page, 'Système');
  await expect(system).toContainText(
    /Toujours affichées dans l’application\s: Annonce importante, Information de Cassius\./,
  );
  await system.getByRole('switch', { name: 'Dans l’application' }).click();
  await saved(page);
  expect((await explained(page, 'SYSTEM_UPDATE')).inApp).toMatchObject({ decision: 'skip' });
  expect((await explained(page, 'SYSTEM_ANNOUNCEMENT')).inApp).toMatchObject({
    decision: 'send',
    rule: 'mandatory',
  });
});

test('time zone and language hold in every organisation', async ({ page }) => {
  const { id, supabase } = await openPreferences(page, MULTI);
  const zone = page.getByLabel('Fuseau horaire');
  await zone.fill('Atlantide');
  await zone.blur();
  await expect(page.getByText(/Fuseau inconnu\. Exemple\s: Europe\/Paris\./)).toBeVisible();
  await expect(zone).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page, 'preferences with an unknown time zone');
  await zone.fill('lisbon');
  await zone.blur();
  await expect(zone).toHaveValue('Europe/Lisbon');
  await saved(page);
  await page.getByLabel('Langue des notifications').selectOption('English');
  const profile = async () =>
    must(await supabase.from('profiles').select('locale, timezone').eq('user_id', id).single());
  await expect.poll(profile).toEqual({ locale: 'en', timezone: 'Europe/Lisbon' });

  await service.from('profiles').update({ locale: null }).eq('user_id', id);
  await page.getByRole('link', { name: 'Clinique du Parc' }).click();
  await expect(page.getByText('Pour Clinique du Parc seulement.')).toBeVisible();
  await expect(page.getByLabel('Fuseau horaire')).toHaveValue('Europe/Lisbon');
});

test('someone of two clinics settles each by itself', async ({ page }) => {
  const { id, supabase } = await openPreferences(page, MULTI);
  await expect(page.getByText('Pour Cabinet Lumière seulement.')).toBeVisible();
  await page.getByRole('link', { name: 'Clinique du Parc' }).click();
  await expect(page.getByText('Pour Clinique du Parc seulement.')).toBeVisible();
  await expect(page).toHaveTitle(/Préférences, Clinique du Parc$/);
  await channel(page, 'E-mail').click();
  await saved(page);
  await page.getByRole('link', { name: 'Cabinet Lumière' }).click();
  await expect(page.getByText('Pour Cabinet Lumière seulement.')).toBeVisible();
  await expect(channel(page, 'E-mail')).toBeChecked();
  const rows = must(
    await supabase.from('notification_preferences').select('organisation_id, email').eq('user_id', id),
  );
  expect(rows).toEqual([{ organisation_id: PARC, email: false }]);

  await page.goto('/preferences?etablissement=00000000-0000-4000-8000-0000000000ff');
  await expect(page.getByText('Pour Cabinet Lumière seulement.')).toBeVisible();
});

test.describe('push notifications', () => {
  test('are switched on with the consent of the browser, and said not to be sent yet', async ({
    page,
    context,
  }) => {
    await context.grantPermissions(['notifications']);
    const { id, supabase } = await openPreferences(page);
    await expect(page.getByText(/Rien ne part encore par notification push ni par SMS/)).toBeVisible();
    await channel(page, 'Notification push').click();
    await saved(page);
    await expect(page.getByText('Ce navigateur accepte les notifications push.')).toBeVisible();
    const rows = must(await supabase.from('notification_preferences').select('push').eq('user_id', id));
    expect(rows).toEqual([{ push: true }]);
  });

  test('stay off when one refuses them, with how to allow them', async ({ page }) => {
    // No window without a head asks anybody.
    await page.addInitScript(() => {
      Notification.requestPermission = async () => 'denied';
    });
    const { id, supabase } = await openPreferences(page);
    await channel(page, 'Notification push').click();
    await expect(page.getByText(/autorisez-les dans les réglages du site/)).toBeVisible();
    await expect(channel(page, 'Notification push')).not.toBeChecked();
    expect(must(await supabase.from('notification_preferences').select('push').eq('user_id', id))).toEqual(
      [],
    );
  });
});

test('a muted file can be heard of again', async ({ page }) => {
  const practitioner = await person(PRACTITIONER);
  must(
    await practitioner.supabase
      .from('notification_mutes')
      .insert({ organisation_id: LUMIERE, entity_type: 'patient', entity_id: PATIENT })
      .select('id'),
  );
  await openPreferences(page);
  const muted = category(page, 'Sujets en sourdine');
  await expect(muted.getByRole('listitem')).toContainText('Hortense Imaginaire');
  await muted.getByRole('button', { name: 'Rétablir' }).click();
  await saved(page);
  await expect(muted).toBeFocused();
  await expect(muted).toContainText('Aucun.');
  expect(must(await practitioner.supabase.from('notification_mutes').select('id'))).toEqual([]);
});
