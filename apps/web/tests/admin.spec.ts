import { expect, type Page, test } from '@playwright/test';
import { explainType, freshSettings, personRow, signInTo } from './support/admin.ts';
import { freshStart, measure, newImplant, prefer } from './support/clinic.ts';
import { LUMIERE, must, person, service } from './support/people.ts';
import { signIn } from './support/screens.ts';

const PRACTITIONER = 'praticien@lumiere.test';
const ADMIN = 'admin@lumiere.test';
const OPERATOR = 'operateur@cassius.test';
const PAGES = [
  'explications',
  'explications/evenements',
  'types',
  'derogations',
  'emails',
  'emails/adresses-bloquees',
  'emails/apercu',
  'analyses',
  'journal',
];
const FOR_OPERATORS = ['derogations', 'emails', 'emails/apercu'];

test.beforeEach(async () => {
  await freshStart(PRACTITIONER, ADMIN);
  await freshSettings();
});

test.afterAll(freshSettings);

const entries = (page: Page) => page.getByRole('navigation', { name: 'Principale' }).getByRole('link');

test('an admin reads why a colleague gets no email', async ({ page }) => {
  await prefer(await person(PRACTITIONER), { email: false });
  await signIn(page, ADMIN);
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

  await signInTo(page, ADMIN, '/admin/explications/evenements');
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

  await signInTo(page, ADMIN, '/admin/explications?type=ISQ_CRITICAL');
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
  await signInTo(page, ADMIN, '/admin/types');
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
  await signInTo(page, ADMIN, '/admin/types');
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
  await signInTo(page, ADMIN, '/admin/types');
  await page.getByLabel('Notifications par minute').fill('0');
  await page.getByLabel('Rappels de rendez-vous').fill('24 2 bientôt');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Limite : saisissez un nombre entier de 1 à 10 000.')).toBeVisible();
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

test('an operator adds an override that wins, and lifts it', async ({ page, browser }) => {
  await prefer(await person(PRACTITIONER), { email: false });
  await signIn(page, OPERATOR);
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
  await signIn(admin, ADMIN);
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

  await signInTo(page, ADMIN, '/admin/explications/evenements?type=ISQ_CRITICAL');
  await page.getByRole('list', { name: 'Événements passés' }).getByRole('link').first().click();
  await expect(personRow(page, 'Basile Exemple')).toContainText(
    'Pas d’envoi : une dérogation coupe les e-mails',
  );
  await expect(personRow(page, 'Basile Exemple')).toContainText('Retirée depuis.');
});

test('an operator has the overrides and the emails, and no other page of administration', async ({
  page,
}) => {
  await signIn(page, OPERATOR);
  await expect(entries(page)).toHaveText([
    'Patients',
    'Rendez-vous',
    'Notifications',
    'Préférences',
    'Dérogations',
  ]);
  for (const path of PAGES) {
    const answer = await page.goto(`/admin/${path}`);
    expect(answer?.status(), path).toBe(FOR_OPERATORS.includes(path) ? 200 : 404);
  }
  await page.goto('/admin');
  await expect(page).toHaveURL(/\/admin\/derogations$/);
});

test('for a practitioner there is no administration', async ({ page }) => {
  const practitioner = await person(PRACTITIONER);
  const implant = await newImplant(practitioner);
  await measure(practitioner, implant, 25);
  const event = must(
    await service.from('notification_events').select('id').eq('entity_id', implant.id).single(),
  );
  await signIn(page, PRACTITIONER);
  await expect(entries(page)).toHaveText(['Patients', 'Rendez-vous', 'Notifications', 'Préférences']);
  for (const path of ['', ...PAGES, `explications/evenements/${event.id}`]) {
    const answer = await page.goto(`/admin/${path}`);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByRole('heading', { name: 'Page introuvable' })).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Administration' })).toHaveCount(0);
  }
});

test('an event of another organisation does not exist', async ({ page }) => {
  const practitioner = await person(PRACTITIONER);
  const implant = await newImplant(practitioner);
  await measure(practitioner, implant, 25);
  const event = must(
    await service.from('notification_events').select('id').eq('entity_id', implant.id).single(),
  );
  await signIn(page, 'admin@parc.test');
  for (const id of [event.id, 'pas-un-identifiant']) {
    expect((await page.goto(`/admin/explications/evenements/${id}`))?.status(), id).toBe(404);
  }
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });

  test('the pages of administration fit without scrolling sideways', async ({ page }) => {
    await signIn(page, ADMIN);
    // There is no room for it beside the other pages.
    await page.getByLabel(/^Compte de /).tap();
    await page.getByRole('banner').getByRole('link', { name: 'Administration' }).tap();
    await expect(page).toHaveURL(/\/admin\//);
    for (const path of [...PAGES, 'explications?type=ISQ_CRITICAL']) {
      await page.goto(`/admin/${path}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      for (const width of [320, 360, 412]) {
        await page.setViewportSize({ width, height: 640 });
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(overflow, `${path} at ${width} px`).toBeLessThanOrEqual(0);
      }
    }
  });
});

test('no page of the administration shows how a space is written instead of the space', async ({ page }) => {
  await signIn(page, ADMIN);
  for (const name of PAGES) {
    await page.goto(`/admin/${name}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await page.getByRole('main').textContent(), name).not.toMatch(/\\u[0-9a-f]{4}|&[a-z]+;/);
  }
});
