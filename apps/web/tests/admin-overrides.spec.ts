import { expect, test } from '@playwright/test';
import { entries, explainType, freshSettings, personRow } from './support/admin.ts';
import { freshStart, measure, newImplant, prefer } from './support/clinic.ts';
import { LUMIERE, must, person } from './support/people.ts';
import { visit } from './support/screens.ts';

const PRACTITIONER = 'praticien@lumiere.test';
const ADMIN = 'admin@lumiere.test';
const OPERATOR = 'operateur@cassius.test';

test.beforeEach(async () => {
  await freshStart(PRACTITIONER, ADMIN);
  await freshSettings();
});

test.afterAll(freshSettings);

test('an operator adds an override that wins, and lifts it', async ({ page, browser }) => {
  await prefer(await person(PRACTITIONER), { email: false });
  await visit(page, OPERATOR);
  await entries(page).filter({ hasText: 'Dérogations' }).click();
  await page.getByLabel('Personne').selectOption({ label: 'Basile Exemple' });
  await page.getByLabel('Sujet').selectOption({ label: 'ISQ critique' });
  await page.getByRole('button', { name: 'Ajouter la dérogation' }).click();
  await expect(page.getByText('Choisissez au moins une chose à imposer.')).toBeVisible();
  await expect(page.getByText('Motif : dites pourquoi, la personne pourra le lire.')).toBeVisible();
  await expect(page.getByLabel('Sujet')).toHaveValue('type:ISQ_CRITICAL');
  await page.getByLabel('E-mail', { exact: true }).selectOption({ label: 'Activé' });
  await page.getByLabel('Motif').fill('De garde en novembre');
  await page.getByRole('button', { name: 'Ajouter la dérogation' }).click();
  await expect(page.getByText('Dérogation ajoutée.')).toBeVisible();
  const item = page.getByRole('list', { name: 'Dérogations en cours' }).getByRole('listitem');
  await expect(item).toContainText('Basile Exemple · ISQ critique');
  await expect(item).toContainText('E-mail : activé');

  const admin = await (await browser.newContext()).newPage();
  await visit(admin, ADMIN);
  await explainType(admin, 'ISQ_CRITICAL');
  const colleague = personRow(admin, 'Basile Exemple');
  await expect(colleague).toContainText('Reçoit tout de suite : une dérogation l’impose');
  await expect(colleague).toContainText('Posée par Firmin Opérateur');
  await expect(colleague).toContainText('De garde en novembre');
  await admin.context().close();

  await page.getByLabel('Personne').selectOption({ label: 'Basile Exemple' });
  await page.getByLabel('Sujet').selectOption({ label: 'ISQ critique' });
  await page.getByLabel('Application').selectOption({ label: 'Désactivé' });
  await page.getByLabel('Motif').fill('Encore');
  await page.getByRole('button', { name: 'Ajouter la dérogation' }).click();
  await expect(page.getByText(/une dérogation existe déjà pour cette personne/)).toBeVisible();

  await page
    .getByRole('button', { name: 'Retirer la dérogation de Basile Exemple pour ISQ critique' })
    .click();
  await expect(page.getByText('Dérogation retirée.')).toBeVisible();
  await expect(page.getByText(/^Aucune dérogation/)).toBeVisible();
});

test('what an override decided stays explained when it is lifted', async ({ page }) => {
  const practitioner = await person(PRACTITIONER);
  const { supabase } = await person(OPERATOR);
  const override = { organisation_id: LUMIERE, user_id: practitioner.id, category: 'alerts', email: false };
  const { id } = must(
    await supabase
      .from('notification_overrides')
      .insert({ ...override, reason: 'Congé' })
      .select('id')
      .single(),
  );
  const implant = await newImplant(practitioner);
  await measure(practitioner, implant, 25);
  must(await supabase.from('notification_overrides').delete().eq('id', id).select('id'));

  await visit(page, ADMIN, '/admin/explications/evenements?type=ISQ_CRITICAL');
  await page.getByRole('list', { name: 'Événements passés' }).getByRole('link').first().click();
  await expect(personRow(page, 'Basile Exemple')).toContainText(
    'Pas d’envoi : une dérogation coupe les e-mails',
  );
  await expect(personRow(page, 'Basile Exemple')).toContainText('Retirée depuis.');
});
