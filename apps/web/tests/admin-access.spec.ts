import { expect, test } from '@playwright/test';
import { entries } from './support/admin.ts';
import { freshStart, measure, newImplant } from './support/clinic.ts';
import { must, person, service } from './support/people.ts';
import { expectNoSidewaysScroll, visit } from './support/screens.ts';

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
});

test('an operator has the overrides and the emails, and no other page of administration', async ({
  page,
}) => {
  await visit(page, OPERATOR);
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
  await visit(page, PRACTITIONER);
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
  await visit(page, 'admin@parc.test');
  for (const id of [event.id, 'pas-un-identifiant']) {
    expect((await page.goto(`/admin/explications/evenements/${id}`))?.status(), id).toBe(404);
  }
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });

  test('the pages of administration fit without scrolling sideways', async ({ page }) => {
    await visit(page, ADMIN);
    // There is no room for it beside the other pages.
    await page.getByLabel(/^Compte de /).tap();
    await page.getByRole('banner').getByRole('link', { name: 'Administration' }).tap();
    await expect(page).toHaveURL(/\/admin\//);
    for (const path of [...PAGES, 'explications?type=ISQ_CRITICAL']) {
      await page.goto(`/admin/${path}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectNoSidewaysScroll(page, [320, 360, 412], path);
    }
  });
});

test('no page of the administration shows how a space is written instead of the space', async ({ page }) => {
  await visit(page, ADMIN);
  for (const name of PAGES) {
    await page.goto(`/admin/${name}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await page.getByRole('main').textContent(), name).not.toMatch(/\\u[0-9a-f]{4}|&[a-z]+;/);
  }
});
