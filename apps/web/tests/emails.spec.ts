import { expect, type Page, test } from '@playwright/test';

import { freshStart, measure, newImplant, traces } from './support/clinic.ts';
import {
  acceptMail,
  clearMail,
  inbox,
  mailHasLeft,
  onlyMessage,
  refuseMailTo,
  tellOfMailTo,
} from './support/mail.ts';
import { LUMIERE, must, person, service } from './support/people.ts';
import { visit } from './support/screens.ts';

const PRACTITIONER = 'praticien@lumiere.test';
const ADMIN = 'admin@lumiere.test';
const OPERATOR = 'operateur@cassius.test';

/** Nothing waits, nobody is at rest, no address is stopped, no colour is chosen, and no email of an earlier story is listed. */
async function freshMail(): Promise<void> {
  await acceptMail();
  await freshStart(PRACTITIONER, ADMIN);
  const practitioner = await person(PRACTITIONER);
  const of = { organisation_id: LUMIERE, user_id: practitioner.id };
  must(await practitioner.supabase.from('notification_settings').delete().match(of).select('user_id'));
  must(await service.rpc('lift_suppression', of));
  must(await service.from('organisations').update({ brand_colour: null }).eq('id', LUMIERE).select('id'));
  await clearMail();
  must(await service.from('email_outbox').delete().eq('organisation_id', LUMIERE).select('id'));
}

test.beforeEach(freshMail);
test.afterAll(freshMail);

const items = (page: Page) => page.getByRole('list', { name: 'E-mails' }).getByRole('listitem');
const itemOf = (page: Page, name: string) => items(page).filter({ hasText: name });

/** An alert whose email waits for the end of its person's quiet hours. */
async function waitingEmail() {
  const practitioner = await person(PRACTITIONER);
  must(
    await practitioner.supabase
      .from('notification_settings')
      .upsert({
        organisation_id: LUMIERE,
        user_id: practitioner.id,
        quiet_from: '00:00',
        quiet_until: '23:59:59',
      })
      .select('user_id'),
  );
  const implant = await newImplant(practitioner);
  await measure(practitioner, implant, 57);
  return { practitioner, implant };
}

test('an admin finds an email that was refused, has it tried again, and it arrives', async ({ page }) => {
  const practitioner = await person(PRACTITIONER);
  await refuseMailTo(PRACTITIONER);
  const implant = await newImplant(practitioner);
  await measure(practitioner, implant, 25);
  const status = async () => (await traces(practitioner, implant)).emails;
  await expect.poll(status, { timeout: 30_000 }).toEqual([expect.objectContaining({ status: 'FAILED' })]);
  await acceptMail();

  await visit(page, ADMIN, '/admin/emails');
  await page
    .getByRole('region', { name: 'Échecs des 7 derniers jours' })
    .getByRole('link', { name: 'refusé par le fournisseur' })
    .click();
  await expect(page).toHaveURL(/motif=refused/);
  await expect(items(page)).toHaveCount(1);
  const failed = itemOf(page, 'Basile Exemple');
  await expect(failed).toContainText('ISQ critique');
  await expect(failed).toContainText('Échoué');
  await expect(failed).toContainText(/Le fournisseur\s: .*(422|valid)/i);

  await expect(page.getByRole('button', { name: 'Réessayer' })).toBeDisabled();
  await failed.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Réessayer' }).click();
  await expect(page.getByText('1 e-mail remis en file.')).toBeVisible();
  await expect(page.getByText('Aucun e-mail ne correspond.')).toBeVisible();
  await onlyMessage(PRACTITIONER);
  await expect.poll(status).toEqual([expect.objectContaining({ status: 'SENT' })]);

  await page.goto('/admin/journal');
  await expect(page.getByRole('list', { name: 'Journal' }).getByRole('listitem').first()).toContainText(
    'Aurore Démonstration a remis 1 e-mail en file d’envoi',
  );
});

test('an admin cancels many emails that wait, and none of them leaves', async ({ page }) => {
  const first = await waitingEmail();
  const second = await newImplant(first.practitioner);
  await measure(first.practitioner, second, 57);
  // The admin's own are not held back: until they have left they wait as well.
  await mailHasLeft();
  await visit(page, ADMIN, '/admin/emails?etat=en-attente');
  await expect(items(page)).toHaveCount(2);
  await expect(items(page).first()).toContainText('pas avant le');

  await page.getByLabel('Tout choisir').check();
  await page.getByRole('button', { name: 'Annuler l’envoi' }).click();
  await expect(page.getByText('2 e-mails annulés.')).toBeVisible();
  await expect(items(page)).toHaveCount(0);
  await page.getByLabel('État').selectOption({ label: 'Non envoyés' });
  await expect(itemOf(page, 'annulé par un administrateur')).toHaveCount(2);
  for (const implant of [first.implant, second]) {
    expect((await traces(first.practitioner, implant)).emails).toEqual([
      expect.objectContaining({ status: 'FAILED' }),
    ]);
  }
  expect(await inbox(PRACTITIONER)).toEqual([]);
});

test('an email that came back stops its address until an admin lifts that', async ({ page }) => {
  const practitioner = await person(PRACTITIONER);
  await measure(practitioner, await newImplant(practitioner), 25);
  await onlyMessage(PRACTITIONER);
  const sent = async () =>
    (
      await service
        .from('email_outbox')
        .select('status')
        .match({ organisation_id: LUMIERE, user_id: practitioner.id })
    ).data;
  await expect.poll(sent).toEqual([{ status: 'SENT' }]);
  await tellOfMailTo(PRACTITIONER, 'email.bounced');

  await visit(page, ADMIN, '/admin/emails');
  await expect(itemOf(page, 'Basile Exemple')).toContainText('Rejeté');
  await page.getByRole('link', { name: 'Adresses bloquées' }).click();
  const stopped = page.getByRole('list', { name: 'Adresses bloquées' }).getByRole('listitem');
  await expect(stopped).toContainText('Basile Exemple');
  await expect(stopped).toContainText('rejet définitif par la messagerie du destinataire');

  await clearMail();
  const implant = await newImplant(practitioner);
  await measure(practitioner, implant, 25);
  await onlyMessage(ADMIN);
  expect(await inbox(PRACTITIONER)).toEqual([]);
  expect((await traces(practitioner, implant)).notifications).toHaveLength(1);

  await page.getByLabel('Lever le blocage de Basile Exemple').click();
  await expect(page.getByText('Vérifiez d’abord que l’adresse existe')).toBeVisible();
  await page.getByRole('button', { name: 'Lever le blocage' }).click();
  await expect(page.getByText('Blocage levé.')).toBeVisible();
  await expect(page.getByText('Aucune adresse bloquée')).toBeVisible();
  await clearMail();
  await measure(practitioner, await newImplant(practitioner), 25);
  await onlyMessage(PRACTITIONER);

  await page.goto('/admin/journal');
  await expect(page.getByRole('list', { name: 'Journal' }).getByRole('listitem').first()).toContainText(
    'Aurore Démonstration a levé le blocage de l’adresse de Basile Exemple',
  );
});

test('the preview lists every template in every language, wears the organisation’s colour, and runs nothing', async ({
  page,
}) => {
  await visit(page, ADMIN, '/admin/emails/apercu');
  const samples = page.getByRole('navigation', { name: 'Modèles' }).getByRole('link');
  await expect(samples).toHaveCount(14);
  const email = page.frameLocator('iframe');
  for (const sample of await samples.all()) {
    const [template, language] = ((await sample.textContent()) ?? '').split(', ');
    await sample.click();
    const name = `${template}, ${language === 'EN' ? 'anglais' : 'français'}`;
    await expect(page.getByRole('article', { name })).toBeVisible();
    await expect(email.locator('html')).toHaveAttribute('lang', language === 'EN' ? 'en' : 'fr');
    await expect(email.locator('body')).toContainText('Cabinet Lumière');
  }

  const ground = () => email.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
  const light = await ground();
  await page.getByRole('link', { name: 'Sombre' }).click();
  await expect(page).toHaveURL(/mode=sombre/);
  await expect.poll(ground).not.toBe(light);
  await page.getByRole('link', { name: 'Texte' }).click();
  await expect(page.getByRole('article').locator('pre')).toContainText('Cabinet Lumière');
  await page.getByRole('link', { name: 'HTML' }).click();

  await page.getByLabel('Couleur', { exact: true }).fill('#7a2e5d');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Couleur enregistrée.')).toBeVisible();
  const raw = await page.request.get('/api/emails/apercu/alert-fr');
  expect(raw.headers()['content-security-policy']).toMatch(/^sandbox; default-src 'none'/);
  expect(await raw.text()).toContain('#7a2e5d');
  await page.getByRole('button', { name: 'Couleur de Cassius' }).click();
  await expect(page.getByText('Couleur de Cassius rétablie.')).toBeVisible();
  expect(await (await page.request.get('/api/emails/apercu/alert-fr')).text()).not.toContain('#7a2e5d');
});

test('an operator reads how the emails are getting on, and changes nothing', async ({ page }) => {
  await waitingEmail();
  await visit(page, OPERATOR, '/admin/emails');
  await expect(itemOf(page, 'Basile Exemple')).toContainText('En attente');
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Adresses bloquées' })).toHaveCount(0);
  expect((await page.goto('/admin/emails/adresses-bloquees'))?.status()).toBe(404);
  await page.goto('/admin/emails/apercu');
  await expect(page.getByLabel('Couleur', { exact: true })).toHaveCount(0);
});

test('for a practitioner there is nothing of it', async ({ page }) => {
  await visit(page, PRACTITIONER);
  for (const path of ['/admin/emails', '/admin/emails/adresses-bloquees', '/admin/emails/apercu']) {
    expect((await page.goto(path))?.status(), path).toBe(404);
  }
  expect((await page.request.get('/api/emails/apercu/alert-fr')).status()).toBe(404);
});
