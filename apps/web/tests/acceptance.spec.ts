import { expect, test } from '@playwright/test';
import { freshStart, measure, newImplant, prefer, traces } from './support/clinic.ts';
import { acceptMail, clearMail, inbox, linkIn, onlyMessage, refuseMailTo } from './support/mail.ts';
import { person } from './support/people.ts';
import { alertsOn, bell, enterIsq, expectUnread, visit, watchReloads, windowOf } from './support/screens.ts';
import { stack } from './support/stack.ts';

const PRACTITIONER = 'praticien@lumiere.test';
const ADMIN = 'admin@lumiere.test';

test.beforeEach(async () => {
  await acceptMail();
  await freshStart(PRACTITIONER, ADMIN);
  await clearMail();
});

test('ISQ < 55 → notification visible immédiatement dans le bandeau', async ({ page }) => {
  const practitioner = await person(PRACTITIONER);
  const implant = await newImplant(practitioner);
  await visit(page, PRACTITIONER, `/patients/${implant.patientId}`);
  await expectUnread(page, 0);

  await enterIsq(page, '25');
  await expect(page.getByText('ISQ 25 enregistré pour la dent 36.')).toBeVisible();
  await expectUnread(page, 1);

  await bell(page).click();
  const alert = alertsOn(page, implant);
  await expect(alert).toHaveAttribute('data-severity', 'CRITICAL');
  await expect(alert).toContainText('ISQ critique');
  await expect(alert).toContainText('25');
  await expect(alert.locator('time')).toHaveText(/à l’instant|seconde/);
});

test('Badge compteur mis à jour sans refresh', async ({ page, browser }) => {
  const practitioner = await person(PRACTITIONER);
  const first = await newImplant(practitioner);
  const second = await newImplant(practitioner);
  const admin = await windowOf(browser, ADMIN);
  await visit(page, PRACTITIONER);
  await expectUnread(page, 0);
  await expectUnread(admin, 0);
  const loads = await Promise.all([watchReloads(page), watchReloads(admin)]);

  await measure(practitioner, first, 25);
  await expectUnread(page, 1);
  await expectUnread(admin, 1);
  await measure(practitioner, second, 40);
  await expectUnread(page, 2);
  await expectUnread(admin, 2);

  expect(loads.map((count) => count())).toEqual([0, 0]);
  await admin.context().close();
});

test('Email envoyé si activé dans préférences', async () => {
  const practitioner = await person(PRACTITIONER);
  await prefer(practitioner, { in_app: true, email: true, frequency: 'IMMEDIATE' });
  const implant = await newImplant(practitioner);
  await measure(practitioner, implant, 25);

  const message = await onlyMessage(PRACTITIONER);
  expect(message.html).toContain("Voir l'alerte dans Cassius");
  expect(linkIn(message)).toMatch(new RegExp(`^${stack.WEB_URL}/l/`));
  for (const secret of [implant.patientName, implant.patientId, implant.id, 'ISQ']) {
    expect(`${message.subject} ${message.html} ${message.text}`).not.toContain(secret);
  }
  await expect
    .poll(async () => (await traces(practitioner, implant)).emails)
    .toEqual([expect.objectContaining({ status: 'SENT', error_message: null })]);
});

test('Désactiver email → in-app uniquement', async () => {
  const practitioner = await person(PRACTITIONER);
  await prefer(practitioner, { in_app: true, email: false, frequency: 'IMMEDIATE' });
  const implant = await newImplant(practitioner);
  await measure(practitioner, implant, 25);

  const { notifications, emails, digests, deliveries } = await traces(practitioner, implant);
  expect(notifications).toHaveLength(1);
  expect(emails).toEqual([]);
  expect(digests).toEqual([]);
  expect(deliveries).toContainEqual({ channel: 'email', decision: 'skip', reason: 'email_off' });
  // The admin's email of the same event has left: the practitioner's was not merely slower.
  await onlyMessage(ADMIN);
  expect(await inbox(PRACTITIONER)).toEqual([]);
});

test('Aucun email si fréquence ≠ immédiat', async () => {
  const practitioner = await person(PRACTITIONER);
  for (const frequency of ['DAILY', 'WEEKLY', 'NONE'] as const) {
    await clearMail();
    await prefer(practitioner, { in_app: true, email: true, frequency });
    const implant = await newImplant(practitioner);
    await measure(practitioner, implant, 25);

    const { notifications, emails, digests } = await traces(practitioner, implant);
    expect(notifications, frequency).toHaveLength(1);
    expect(emails, frequency).toEqual([]);
    expect(digests, frequency).toEqual(
      frequency === 'NONE' ? [] : [expect.objectContaining({ frequency, sent_at: null })],
    );
    await onlyMessage(ADMIN);
    expect(await inbox(PRACTITIONER), frequency).toEqual([]);
  }
});

test('Logs clairs en cas d’échec email', async () => {
  const practitioner = await person(PRACTITIONER);
  await refuseMailTo(PRACTITIONER);
  const implant = await newImplant(practitioner);
  await measure(practitioner, implant, 25);

  await expect
    .poll(async () => (await traces(practitioner, implant)).emails, { timeout: 30_000 })
    .toEqual([
      expect.objectContaining({ status: 'FAILED', error_message: expect.stringMatching(/422|valid/i) }),
    ]);
  // The other email of the same batch has left, and the alert is in the bell all the same.
  await onlyMessage(ADMIN);
  expect(await inbox(PRACTITIONER)).toEqual([]);
  expect((await traces(practitioner, implant)).notifications).toHaveLength(1);
  await acceptMail();
});

test('Aucune notif si préférences désactivées', async ({ page }) => {
  const practitioner = await person(PRACTITIONER);
  await prefer(practitioner, { in_app: false, email: false, frequency: 'NONE' });
  await visit(page, PRACTITIONER);
  const implant = await newImplant(practitioner);
  await measure(practitioner, implant, 25);

  const { notifications, emails, digests, deliveries } = await traces(practitioner, implant);
  expect([notifications, emails, digests]).toEqual([[], [], []]);
  expect(deliveries).toEqual(
    expect.arrayContaining([
      { channel: 'in_app', decision: 'skip', reason: 'in_app_off' },
      { channel: 'email', decision: 'skip', reason: 'email_off' },
    ]),
  );
  await onlyMessage(ADMIN);
  expect(await inbox(PRACTITIONER)).toEqual([]);
  await expectUnread(page, 0);
});
