import { expect, test } from '@playwright/test';
import { appointmentsOf, FREE_DAY, newAppointment } from './support/appointments.ts';
import { freshStart, newImplant } from './support/clinic.ts';
import { LUMIERE, must, type Person, person, service } from './support/people.ts';
import { join } from './support/practice.ts';
import { visit } from './support/screens.ts';

const PRACTITIONER = 'praticien@lumiere.test';
const ASSISTANT = 'assistante@lumiere.test';
const OPERATOR = 'operateur@cassius.test';
/** Of the staff of another organisation, and here a patient. */
const CLIENT = 'praticien@parc.test';

let practitioner: Person;

test.beforeEach(async () => {
  [practitioner] = (await freshStart(PRACTITIONER)) as [Person];
});

test('an assistant keeps the agenda and opens records', async ({ page }) => {
  const implant = await newImplant(practitioner);
  await visit(page, ASSISTANT);
  await expect(page.getByRole('link', { name: 'Nouveau patient' })).toBeVisible();
  await page.goto(`/rendez-vous/nouveau?patient=${implant.patientId}`);
  await page.getByLabel('Praticien').selectOption('Basile Exemple');
  await page.getByLabel('Date').fill(FREE_DAY);
  await page.getByRole('button', { name: 'Prendre ce rendez-vous' }).click();
  await expect(page.getByText(`Rendez-vous pris pour ${implant.patientName}`)).toBeVisible();
  const [row] = await appointmentsOf(practitioner, implant.patientId);
  expect(row?.practitioner_id).toBe(practitioner.id);
});

test('an operator is told that records and appointments are not for them, and is offered neither', async ({
  page,
}) => {
  const implant = await newImplant(practitioner);
  await newAppointment(practitioner, implant.patientId);
  await visit(page, OPERATOR);
  const main = page.getByRole('main');
  for (const path of ['/patients', '/patients/nouveau']) {
    await page.goto(path);
    await expect(main).toContainText('Votre rôle d’opérateur ne donne pas accès aux dossiers des patients.');
    await expect(main.getByRole('button')).toHaveCount(0);
  }
  for (const path of [`/rendez-vous?date=${FREE_DAY}`, '/rendez-vous/nouveau']) {
    await page.goto(path);
    await expect(main).toContainText(
      'Votre rôle d’opérateur ne donne pas accès aux rendez-vous des patients.',
    );
    await expect(main.getByText(implant.patientName)).toHaveCount(0);
    await expect(page.getByRole('link', { name: /nouveau rendez-vous|ajouter un rendez-vous/i })).toHaveCount(
      0,
    );
  }
});

test('a patient with an account sees their own record and appointments, and changes nothing', async ({
  page,
}) => {
  const client = await person(CLIENT);
  const mine = await newImplant(practitioner);
  const someone = await newImplant(practitioner);
  await join(client, LUMIERE, 'client');
  try {
    must(await service.from('patients').update({ user_id: client.id }).eq('id', mine.patientId).select('id'));
    const id = await newAppointment(practitioner, mine.patientId);
    await newAppointment(practitioner, someone.patientId, { startsAt: `${FREE_DAY}T11:00:00Z` });
    await visit(page, CLIENT);
    await page
      .getByLabel('Établissement : Clinique du Parc. Changer')
      .or(page.getByLabel(/Changer/))
      .click();
    await page.getByRole('button', { name: 'Cabinet Lumière' }).click();
    const main = page.getByRole('main');
    await expect(main).toContainText('Vous voyez votre propre dossier.');
    await expect(main.getByRole('listitem')).toHaveCount(1);
    await expect(main.getByRole('link', { name: 'Nouveau patient' })).toHaveCount(0);

    await main.getByRole('link', { name: mine.patientName }).click();
    await expect(main).toContainText('Les implants et leurs mesures ne sont montrés qu’à l’équipe.');
    await expect(main.getByRole('button')).toHaveCount(0);

    await page.goto(`/rendez-vous?date=${FREE_DAY}`);
    await expect(main).toContainText('Vous voyez vos propres rendez-vous.');
    await expect(main.getByRole('region', { name: 'mercredi 12 mars' }).getByRole('listitem')).toHaveCount(1);
    await page.goto(`/rendez-vous/${id}`);
    await expect(main.getByRole('heading', { level: 1 })).toContainText(mine.patientName);
    await expect(main.getByRole('button')).toHaveCount(0);
    await page.goto(`/patients/${someone.patientId}`);
    await expect(page.getByRole('heading', { name: 'Dossier introuvable' })).toBeVisible();
  } finally {
    must(await service.from('patients').update({ user_id: null }).eq('id', mine.patientId).select('id'));
    must(
      await service
        .from('organisation_members')
        .delete()
        .match({ organisation_id: LUMIERE, user_id: client.id })
        .select('user_id'),
    );
  }
});

test('someone whose role was taken away meanwhile is told so when they send a form', async ({ page }) => {
  const multi = await person('multi@cassius.test');
  const setRole = async (role: string) =>
    must(
      await service
        .from('organisation_members')
        .update({ role })
        .match({ organisation_id: LUMIERE, user_id: multi.id })
        .select('user_id'),
    );
  await visit(page, 'multi@cassius.test', '/patients/nouveau');
  await page.getByLabel('Prénom').fill('Ombeline');
  await page.getByLabel('Nom', { exact: true }).fill('Refusée');
  try {
    await setRole('operator');
    await page.getByRole('button', { name: 'Créer le dossier' }).click();
    await expect(page.getByText('Votre rôle dans cet établissement ne le permet pas.')).toBeVisible();
    await expect(page.getByLabel('Prénom')).toHaveValue('Ombeline');
  } finally {
    await setRole('practitioner');
  }
});
