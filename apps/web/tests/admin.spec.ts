import { expect, test } from '@playwright/test';
import { entries, explainType, freshSettings, personRow } from './support/admin.ts';
import { freshStart, measure, newImplant, prefer } from './support/clinic.ts';
import { LUMIERE, must, person, service } from './support/people.ts';
import { visit } from './support/screens.ts';

const PRACTITIONER = 'praticien@lumiere.test';
const ADMIN = 'admin@lumiere.test';

test.beforeEach(async () => {
  await freshStart(PRACTITIONER, ADMIN);
  await freshSettings();
});

test.afterAll(freshSettings);

test('an admin reads why a colleague gets no email', async ({ page }) => {
  await prefer(await person(PRACTITIONER), { email: false });
  await visit(page, ADMIN);
  await entries(page).filter({ hasText: 'Administration' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Qui serait prévenu/ })).toBeVisible();
  await page.getByLabel('Type d’événement').selectOption({ label: 'ISQ critique' });
  await page.getByRole('button', { name: 'Expliquer' }).click();

  const colleague = personRow(page, 'Basile Exemple');
  await expect(colleague).toContainText('Reçoit tout de suite');
  await expect(colleague).toContainText('Ne reçoit pas : a désactivé les e-mails pour « Alertes cliniques »');
  await expect(colleague).toContainText('Règle 6, préférence pour la catégorie · notification_preferences');

  const assistant = page.getByRole('listitem').filter({ hasText: 'Capucine Fictive' });
  await expect(assistant).toBeHidden();
  await page.getByText(/personnes? non concernées?/).click();
  await expect(assistant).toContainText('Ne reçoit pas : son rôle n’est pas concerné');
});

test('an admin reads what was decided for an event of the past, whatever is wished since', async ({
  page,
}) => {
  const practitioner = await person(PRACTITIONER);
  await prefer(practitioner, { email: false });
  const implant = await newImplant(practitioner);
  await measure(practitioner, implant, 25);
  await prefer(practitioner, { email: true });

  await visit(page, ADMIN, '/admin/explications/evenements');
  await page.getByLabel('Type').selectOption({ label: 'ISQ critique' });
  await expect(page).toHaveURL(/type=ISQ_CRITICAL/);
  await page.getByRole('list', { name: 'Événements passés' }).getByRole('link').first().click();
  await expect(page.getByRole('heading', { name: 'Ce qui a été décidé' })).toBeVisible();
  await expect(personRow(page, 'Basile Exemple')).toContainText(
    'Pas d’envoi : a désactivé les e-mails pour « Alertes cliniques »',
  );
  await explainType(page, 'ISQ_CRITICAL');
  await expect(personRow(page, 'Basile Exemple')).toContainText('l’a demandé pour « Alertes cliniques »');
});

test('an admin finds out that a colleague may not see a patient’s file', async ({ page }) => {
  const implant = await newImplant(await person(PRACTITIONER));
  const team = must(
    await service.from('teams').insert({ organisation_id: LUMIERE, name: 'Chirurgie' }).select('id').single(),
  );
  must(await service.from('patients').update({ team_id: team.id }).eq('id', implant.patientId).select('id'));

  await visit(page, ADMIN, '/admin/explications?type=ISQ_CRITICAL');
  await page.getByText('Préciser l’événement').click();
  await page.getByLabel('Patient', { exact: true }).fill('personne de ce nom');
  await page.getByRole('button', { name: 'Expliquer' }).click();
  await expect(page.getByText('Aucun patient de ce nom.')).toBeVisible();
  await page.getByLabel('Patient', { exact: true }).fill(implant.patientName);
  await page.getByRole('button', { name: 'Expliquer' }).click();
  await expect(page.getByText(implant.patientName)).toBeVisible();
  await page.getByLabel('Implant').selectOption({ label: 'Dent 36' });
  await page.getByRole('button', { name: 'Expliquer' }).click();
  await expect(page).toHaveURL(new RegExp(`implant=${implant.id}`));
  await page.getByText(/personnes? non concernées?/).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Basile Exemple' })).toContainText(
    'Ne reçoit pas : n’a pas accès à ce dossier ou à cette équipe',
  );
});

test('an admin switches a type’s email off, and the explanation changes', async ({ page }) => {
  await visit(page, ADMIN, '/admin/types');
  const row = page.getByRole('form', { name: 'ISQ critique' });
  await row.getByLabel('E-mail', { exact: true }).selectOption({ label: 'Désactivé' });
  await expect(row.getByRole('status')).toHaveText('Enregistré.');
  await explainType(page, 'ISQ_CRITICAL');
  const colleague = personRow(page, 'Basile Exemple');
  await expect(colleague).toContainText('l’établissement a désactivé les e-mails pour « ISQ critique »');

  await colleague.getByRole('link', { name: 'organisation_type_settings' }).click();
  await expect(row.getByLabel('E-mail', { exact: true })).toHaveValue('off');
  await row.getByText(/^Public/).click();
  await row.getByLabel('Assistant').check();
  await expect(row.getByText(/^Public/)).toHaveText(
    'Public : Propriétaire, Administrateur, Praticien, Assistant',
  );
  await expect(row.getByRole('status')).toHaveText('Enregistré.');
  await explainType(page, 'ISQ_CRITICAL');
  await expect(personRow(page, 'Capucine Fictive')).toContainText('Reçoit tout de suite');

  await page.goto('/admin/types');
  await row.getByRole('button', { name: 'Revenir au réglage d’origine' }).click();
  await expect(row.getByRole('status')).toHaveText('Réglage d’origine rétabli.');
  await expect(row.getByLabel('E-mail', { exact: true })).toHaveValue('');
  await expect(row.getByText(/^Public/)).toHaveText('Public : Propriétaire, Administrateur, Praticien');
  expect(must(await service.from('organisation_type_settings').select('type'))).toEqual([]);

  await page.goto('/admin/journal');
  const log = page.getByRole('list', { name: 'Journal' }).getByRole('listitem');
  await expect(log.nth(0)).toContainText(
    'Aurore Démonstration est revenu au réglage d’origine de « ISQ critique »',
  );
  await expect(log.nth(1)).toContainText(
    'public : non réglé → Propriétaire, Administrateur, Praticien, Assistant',
  );
  await expect(log.nth(2)).toContainText('a réglé « ISQ critique » pour l’établissement');
});

test('a type that is mandatory cannot be switched off in the application, nor be told to nobody', async ({
  page,
}) => {
  await visit(page, ADMIN, '/admin/types');
  const mandatory = page.getByRole('form', { name: 'Nouvel administrateur' });
  await expect(mandatory.getByLabel('Application')).toBeDisabled();
  await expect(mandatory.getByLabel('Application')).toHaveText(/^Activé \(obligatoire\)/);
  await mandatory.getByText(/^Public/).click();
  await expect(mandatory.getByLabel('Propriétaire')).toBeDisabled();
  await mandatory.getByLabel('Praticien').check();
  await expect(mandatory.getByRole('status')).toHaveText('Enregistré.');
  await page.reload();
  await expect(mandatory.getByText(/^Public/)).toHaveText('Public : Propriétaire, Administrateur, Praticien');

  const row = page.getByRole('form', { name: 'Nouveau document' });
  await row.getByText(/^Public/).click();
  await row.getByLabel('Praticien').uncheck();
  await row.getByLabel('Assistant').uncheck();
  await expect(row.getByText('Public : choisissez au moins un rôle.')).toBeVisible();
});

test('an admin sets the limits, and is told which one makes no sense', async ({ page }) => {
  await visit(page, ADMIN, '/admin/types');
  await page.getByLabel('Notifications par minute').fill('0');
  await page.getByLabel('Rappels de rendez-vous').fill('24 2 bientôt');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(
    page.getByText('Notifications par minute : saisissez un nombre entier de 1 à 10 000.'),
  ).toBeVisible();
  await expect(page.getByText(/^Rappels\s: cinq au plus/)).toBeVisible();
  await expect(page.getByLabel('Rappels de rendez-vous')).toHaveValue('24 2 bientôt');

  await page.getByLabel('Notifications par minute').fill('30');
  await page.getByLabel('Rappels de rendez-vous').fill('2, 48');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Limites enregistrées.')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Notifications par minute')).toHaveValue('30');
  await expect(page.getByLabel('Rappels de rendez-vous')).toHaveValue('48 2');
});
