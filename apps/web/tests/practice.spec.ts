import { expect, type Page, test } from '@playwright/test';
import { appointmentsOf, FREE_DAY, newAppointment } from './support/appointments.ts';
import { freshStart, measure, newImplant, type TestImplant } from './support/clinic.ts';
import { LUMIERE, must, type Person, person, service } from './support/people.ts';
import { bell, enterIsq, visit, windowOf } from './support/screens.ts';

const PRACTITIONER = 'praticien@lumiere.test';
const ASSISTANT = 'assistante@lumiere.test';

let practitioner: Person;

test.beforeEach(async () => {
  [practitioner] = (await freshStart(PRACTITIONER)) as [Person];
});

const list = (page: Page) => page.getByRole('main').getByRole('listitem');

test.describe('patients', () => {
  test('are found by the beginning of a name, whatever its accents', async ({ page }) => {
    await visit(page, PRACTITIONER);
    const search = page.getByRole('searchbox', { name: 'Chercher un patient par son nom' });
    await search.fill('PERS josephine');
    await page.getByRole('button', { name: 'Chercher' }).click();
    await expect(page).toHaveURL(/\/patients\?q=PERS(\+|%20)josephine$/);
    await expect(list(page)).toHaveCount(1);
    await expect(list(page)).toContainText('Joséphine Personnage');
    await expect(search).toHaveValue('PERS josephine');

    await search.fill('"),id.gt.0 ⁂ %');
    await search.press('Enter');
    await expect(page.getByRole('heading', { name: 'Personne de ce nom' })).toBeVisible();
    await page.getByRole('link', { name: 'Tous les patients' }).click();
    await expect(page.getByRole('link', { name: 'Hortense Imaginaire' })).toBeVisible();
    await expect(search).toHaveValue('');
  });

  test('get a record: what is wrong is said beside its field, and nothing typed is lost', async ({
    page,
  }) => {
    await visit(page, PRACTITIONER);
    await page.getByRole('link', { name: 'Nouveau patient' }).click();
    const [firstName, lastName] = [page.getByLabel('Prénom'), page.getByLabel('Nom', { exact: true })];
    const birthDate = page.getByLabel('Date de naissance');
    const create = page.getByRole('button', { name: 'Créer le dossier' });

    await lastName.fill('Créée');
    await birthDate.fill('2999-01-01');
    await create.click();
    await expect(firstName).toHaveAccessibleDescription('Prénom : saisissez-le.');
    await expect(firstName).toBeFocused();
    await firstName.fill('Ombeline');
    await create.click();
    await expect(birthDate).toHaveAccessibleDescription(/choisissez un jour entre 1900 et aujourd’hui/);
    await expect(firstName).toHaveValue('Ombeline');
    await expect(lastName).toHaveValue('Créée');
    await birthDate.fill('1984-02-29');
    await create.click();

    await expect(page.getByRole('heading', { level: 1, name: 'Ombeline Créée' })).toBeVisible();
    await expect(page.getByText('Dossier créé : Ombeline Créée.')).toBeFocused();
    await expect(page).toHaveURL(/\/patients\/[0-9a-f-]{36}$/);
    await expect(page.getByText('29 février 1984')).toBeVisible();
  });

  test('lose nothing typed when the network is gone, and are told so in the form', async ({
    page,
    context,
  }) => {
    const noAnswer =
      'Pas de réponse du serveur : rien n’indique que c’est enregistré. Vérifiez, puis réessayez.';
    await visit(page, PRACTITIONER, '/patients/nouveau');
    await page.getByLabel('Prénom').fill('Ombeline');
    await page.getByLabel('Nom', { exact: true }).fill('Déconnectée');
    // By now the page's script has the form: without it the browser would leave for a page of its own.
    await expect(bell(page)).toBeVisible();
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Créer le dossier' }).click();
    await expect(page.getByRole('main').getByRole('status')).toHaveText(noAnswer);
    await expect(page.getByLabel('Prénom')).toHaveValue('Ombeline');
    await context.setOffline(false);
    await page.getByRole('button', { name: 'Créer le dossier' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Ombeline Déconnectée' })).toBeVisible();

    const implant = await newImplant(practitioner);
    await page.goto(`/implants/${implant.id}`);
    await expect(bell(page)).toBeVisible();
    await context.setOffline(true);
    await enterIsq(page, '68');
    await expect(page.getByText(noAnswer)).toBeVisible();
    await expect(page.getByLabel('Saisir un ISQ')).toHaveValue('68');
    await context.setOffline(false);
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await expect(page.getByText('ISQ 68 enregistré pour la dent 36.')).toBeVisible();
    await expect(page.getByLabel('Saisir un ISQ')).toHaveValue('');
  });

  test('get implants, each on a tooth that exists', async ({ page }) => {
    const { patientId } = await newImplant(practitioner);
    await visit(page, PRACTITIONER, `/patients/${patientId}`);
    await page.getByText('Ajouter un implant').click();
    const add = page.getByRole('button', { name: 'Ajouter cet implant' });
    await add.click();
    await expect(page.getByLabel('Dent', { exact: true })).toHaveAccessibleDescription(
      'Dent : choisissez-la.',
    );
    await page.getByLabel('Dent', { exact: true }).selectOption('47');
    await page.getByLabel('Posé le').fill('2026-01-15');
    await add.click();
    await expect(page.getByText('Implant ajouté, dent 47.')).toBeVisible();
    await expect(page.getByRole('article', { name: 'Dent 47' })).toContainText('Posé le 15 janvier 2026');
  });
});

test.describe('appointments', () => {
  let implant: TestImplant;

  test.beforeEach(async () => {
    implant = await newImplant(practitioner);
  });

  /** Fills in the form that is open and sends it. */
  async function fill(
    page: Page,
    { date = FREE_DAY, time = '09:00', button = 'Prendre ce rendez-vous' } = {},
  ) {
    await page.getByLabel('Date').fill(date);
    await page.getByLabel('Heure').fill(time);
    await page.getByRole('button', { name: button }).click();
  }

  const formFor = ({ patientId }: TestImplant) => `/rendez-vous/nouveau?patient=${patientId}`;

  test('are made, moved and cancelled', async ({ page }) => {
    await visit(page, PRACTITIONER, `/patients/${implant.patientId}`);
    await page.getByRole('link', { name: 'Prendre un rendez-vous' }).click();
    await fill(page, { time: '14:30' });
    await expect(page).toHaveURL(new RegExp(`/rendez-vous\\?vue=jour&date=${FREE_DAY}$`));
    await expect(page.getByText(`Rendez-vous pris pour ${implant.patientName}`)).toBeFocused();
    await expect(list(page)).toHaveCount(1);
    await expect(list(page)).toContainText('14:30 – 15:00');
    // The clock of the practice, in Paris, before its summer.
    expect(await appointmentsOf(practitioner, implant.patientId)).toEqual([
      expect.objectContaining({ starts_at: '2031-03-12T13:30:00+00:00', practitioner_id: practitioner.id }),
    ]);

    await page.getByRole('link', { name: implant.patientName }).click();
    await page.getByLabel('Durée').selectOption('60');
    await fill(page, { time: '16:00', button: 'Déplacer ce rendez-vous' });
    await expect(page.getByText(/^Rendez-vous déplacé/)).toBeVisible();
    await expect(page.getByText('16:00 – 17:00')).toBeVisible();

    await page.getByText('Annuler…').click();
    await page.getByRole('button', { name: 'Annuler ce rendez-vous' }).click();
    await expect(page.getByText('Annulé', { exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Déplacer ce rendez-vous' })).toHaveCount(0);
    expect(await appointmentsOf(practitioner, implant.patientId)).toEqual([
      expect.objectContaining({ starts_at: '2031-03-12T15:00:00+00:00', status: 'cancelled' }),
    ]);
  });

  test('are refused when the practitioner has another one then, with its hours', async ({ page }) => {
    const other = await newImplant(practitioner);
    await newAppointment(practitioner, other.patientId, { startsAt: `${FREE_DAY}T08:15:00Z` });
    await visit(page, ASSISTANT, formFor(implant));
    await page.getByLabel('Praticien').selectOption('Basile Exemple');
    await fill(page);
    await expect(page.getByLabel('Praticien')).toHaveAccessibleDescription(
      'Praticien : Basile Exemple a déjà un rendez-vous de 09:15 à 09:45.',
    );
    await expect(page.getByLabel('Praticien')).toBeFocused();
    await expect(page.getByLabel('Heure')).toHaveValue('09:00');
    // One begins when another ends.
    await fill(page, { time: '09:45' });
    await expect(page.getByText(`Rendez-vous pris pour ${implant.patientName}`)).toBeVisible();
  });

  test('are refused when the patient is somewhere else then', async ({ page }) => {
    await newAppointment(practitioner, implant.patientId, { startsAt: `${FREE_DAY}T08:15:00Z` });
    await visit(page, PRACTITIONER, formFor(implant));
    await page.getByLabel('Praticien').selectOption('Gaëlle Multisite');
    await fill(page);
    await expect(page.getByLabel('Heure')).toHaveAccessibleDescription(
      new RegExp(`${implant.patientName} a déjà un rendez-vous de 09:15 à 09:45\\.`),
    );
    expect(await appointmentsOf(practitioner, implant.patientId)).toHaveLength(1);
  });

  test('are given to one of two who ask for the same hour at the same moment', async ({ page, browser }) => {
    const other = await newImplant(practitioner);
    await visit(page, PRACTITIONER);
    const colleague = await windowOf(browser, ASSISTANT);
    await page.goto(formFor(implant));
    await colleague.goto(formFor(other));
    await colleague.getByLabel('Praticien').selectOption('Basile Exemple');
    await Promise.all([fill(page), fill(colleague)]);
    await expect
      .poll(async () => {
        const both = [page, colleague].map(async (window) => [
          await window.getByText(/^Rendez-vous pris pour/).count(),
          await window.getByText(/a déjà un rendez-vous/).count(),
        ]);
        return (await Promise.all(both)).sort();
      })
      .toEqual([
        [0, 1],
        [1, 0],
      ]);
    await colleague.context().close();
  });

  test('are told of every field at fault at once, and an address that means nothing is no failure', async ({
    page,
  }) => {
    await visit(page, PRACTITIONER, formFor(implant));
    await page.getByLabel('Praticien').selectOption('');
    await fill(page, { date: '2020-01-06' });
    await expect(page.getByLabel('Praticien')).toHaveAccessibleDescription('Praticien : choisissez-le.');
    await expect(page.getByLabel('Date')).toHaveAccessibleDescription('Date : choisissez un jour à venir.');
    for (const path of [
      '/rendez-vous?date=9999-12-31',
      '/rendez-vous?date=0000-01-01&vue=x&praticien=y',
      '/rendez-vous?date=2026-10-25&date=2026-10-26',
      '/patients?page=999',
      '/patients?q=a&q=b',
    ]) {
      expect((await page.goto(path))?.status(), path).toBe(200);
    }
  });

  test('are refused in the past, and at an hour that the clock leaps over', async ({ page }) => {
    await visit(page, PRACTITIONER, formFor(implant));
    await fill(page, { date: '2020-01-06' });
    await expect(page.getByLabel('Date')).toHaveAccessibleDescription('Date : choisissez un jour à venir.');
    await fill(page, { date: '2031-03-30', time: '02:30' });
    await expect(page.getByLabel('Heure')).toHaveAccessibleDescription(/passe à l’heure d’été et la saute/);
    expect(await appointmentsOf(practitioner, implant.patientId)).toEqual([]);
  });

  test('that are over stay as they were', async ({ page }) => {
    const id = await newAppointment(practitioner, implant.patientId, { startsAt: '2026-01-06T09:00:00Z' });
    await visit(page, PRACTITIONER, '/rendez-vous?vue=jour&date=2026-01-06');
    await expect(list(page).filter({ hasText: implant.patientName })).toContainText('Passé');
    await page.goto(`/rendez-vous/${id}`);
    await expect(page.getByText('Passé', { exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: /ce rendez-vous/ })).toHaveCount(0);
  });

  test('are told and meant by the clock of the organisation', async ({ page }) => {
    const setZone = async (timezone: string) =>
      must(await service.from('organisations').update({ timezone }).eq('id', LUMIERE).select('id'));
    await visit(page, PRACTITIONER);
    try {
      await setZone('America/Montreal');
      await page.goto(formFor(implant));
      await expect(page.getByText('À l’heure de l’établissement (America/Montreal).')).toBeVisible();
      await fill(page, { time: '20:00' });
      await expect(list(page)).toContainText('20:00 – 20:30');
      const [row] = await appointmentsOf(practitioner, implant.patientId);
      expect(row?.starts_at).toBe('2031-03-13T00:00:00+00:00');
    } finally {
      await setZone('Europe/Paris');
    }
  });

  test('are shown by week or day, of one practitioner or all', async ({ page }) => {
    const multi = await person('multi@cassius.test');
    await newAppointment(practitioner, implant.patientId);
    await newAppointment(practitioner, implant.patientId, {
      startsAt: `${FREE_DAY}T14:00:00Z`,
      practitioner: multi.id,
    });
    await visit(page, PRACTITIONER, `/rendez-vous?date=${FREE_DAY}`);
    const wednesday = page.getByRole('region', { name: 'mercredi 12 mars' });
    await expect(wednesday.getByRole('listitem')).toHaveCount(2);
    await expect(page.getByRole('region', { name: 'lundi 10 mars' })).toContainText('Aucun rendez-vous');

    await page.getByLabel('Praticien').selectOption('Gaëlle Multisite');
    await page.getByRole('button', { name: 'Afficher' }).click();
    await expect(wednesday.getByRole('listitem')).toHaveCount(1);
    await expect(wednesday).toContainText('15:00 – 15:30');

    await page.getByRole('link', { name: 'Jour', exact: true }).click();
    await expect(page.getByRole('main').getByRole('region')).toHaveCount(1);
    await page.getByRole('link', { name: 'Jour suivant' }).click();
    await expect(page.getByRole('region', { name: 'jeudi 13 mars' })).toBeVisible();
    await expect(page.getByLabel('Praticien')).toHaveValue(multi.id);
  });
});

test.describe('the chart of an implant', () => {
  test('tells each measurement to the keyboard, and leads to its row', async ({ page }) => {
    const implant = await newImplant(practitioner);
    for (const value of [72, 57, 41]) await measure(practitioner, implant, value);
    await visit(page, PRACTITIONER, `/implants/${implant.id}`);
    const points = page.getByRole('link', { name: /: \d+, / });
    await expect(points).toHaveCount(3);
    await points.last().focus();
    await expect(page.getByText('ISQ 41 · Critique')).toBeVisible();
    await page.keyboard.press('ArrowLeft');
    await expect(points.nth(1)).toBeFocused();
    await expect(page.getByText('ISQ 57 · À surveiller')).toBeVisible();
    await page.keyboard.press('Home');
    await expect(page.getByText('ISQ 72 · Stable')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByText('ISQ 72 · Stable')).toHaveCount(0);
    await page.keyboard.press('Enter');
    await expect(page.locator('tr:target')).toContainText('ISQ 72');
  });
});
