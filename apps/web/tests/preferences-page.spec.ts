import { expect, test } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { must } from './support/people.ts';
import {
  category,
  channel,
  force,
  openPreferences,
  PRACTITIONER,
  saved,
  untouched,
} from './support/preferences.ts';
import { expectNoSidewaysScroll } from './support/screens.ts';

test.beforeEach(untouched);
test.afterAll(untouched);

test('what the server does not save is put back, by name', async ({ page }) => {
  await openPreferences(page);
  await page.route('**/api/notifications/preferences', (route) =>
    route.request().method() === 'PATCH' ? route.abort() : route.continue(),
  );
  await channel(page, 'E-mail').click();
  await expect(
    page.getByText(/Alertes cliniques, E-mail\s: non enregistré, le choix précédent est rétabli\./),
  ).toBeVisible();
  await expect(channel(page, 'E-mail')).toBeChecked();
  await expectAccessible(page, 'preferences with a refusal');
});

test('quick choices over a slow network all arrive, in order', async ({ page }) => {
  const { id, supabase } = await openPreferences(page);
  const answers: Array<() => void> = [];
  await page.route('**/api/notifications/preferences', async (route) => {
    await new Promise<void>((resolve) => answers.push(resolve));
    await route.continue();
  });
  await category(page).getByLabel('Fréquence des e-mails').selectOption('Quotidien');
  await channel(page, 'SMS').click();
  await category(page).getByLabel('Fréquence des e-mails').selectOption('Hebdomadaire');
  for (const choices of [1, 2, 3]) {
    await expect.poll(() => answers.length).toBe(choices);
    await expect(category(page).getByLabel('Fréquence des e-mails')).toHaveValue('WEEKLY');
    await expect(channel(page, 'SMS')).toBeChecked();
    answers[choices - 1]?.();
  }
  await saved(page);
  const rows = must(
    await supabase.from('notification_preferences').select('frequency, sms').eq('user_id', id),
  );
  expect(rows).toEqual([{ frequency: 'WEEKLY', sms: true }]);
});

test('everything can be reached and settled from the keyboard alone', async ({ page }) => {
  const { id, supabase } = await openPreferences(page);
  const email = channel(page, 'E-mail');
  await channel(page, 'Dans l’application').focus();
  await page.keyboard.press('Tab');
  await expect(email).toBeFocused();
  await page.keyboard.press('Space');
  await saved(page);
  await expect(email).toBeFocused();
  await expect(email).not.toBeChecked();
  const rows = must(await supabase.from('notification_preferences').select('email').eq('user_id', id));
  expect(rows).toEqual([{ email: false }]);
  await expectAccessible(page, 'preferences');
});

test('the page fits a phone, in both colour schemes', async ({ page }) => {
  await force(PRACTITIONER, { category: 'alerts', email: true, reason: 'Garde du week-end.' });
  await openPreferences(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [320, 375, 1280]) {
      await expectNoSidewaysScroll(page, [width], 'preferences');
      await expectAccessible(page, `preferences at ${width} px, ${colorScheme}`);
    }
  }
});
