import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { guideNames } from '../src/features/components-guide/guide.ts';
import { guides } from '../src/features/components-guide/guides.ts';
import { expectAccessible } from './support/axe.ts';

/** What the browser complains of: errors of scripts, hydration, the content policy. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  return complaints;
}

for (const name of guideNames) {
  test(`the page of ${name} shows it and the code that runs, without a session or a complaint`, async ({
    page,
  }) => {
    const complaints = complaintsOf(page);
    const response = await page.goto(`/composants/${name}`);
    expect(response?.headers()).not.toHaveProperty('set-cookie');
    await expect(page.getByRole('heading', { level: 1, name: guides[name].title })).toBeVisible();
    await page.waitForLoadState('networkidle');
    await expectAccessible(page, name);

    const file = new URL(`../src/features/components-guide/examples/${name}.tsx`, import.meta.url);
    const code = page.getByRole('region', { name: /^Code de l’exemple/ });
    expect(await code.textContent()).toBe(readFileSync(file, 'utf8').trimEnd());
    expect(complaints).toEqual([]);
  });
}

test('an example is alive: what arrives is counted, and read when it is clicked', async ({ page }) => {
  await page.goto('/composants');
  await page.getByRole('navigation', { name: 'Composants' }).getByRole('link', { name: 'Bell' }).click();
  await page.getByRole('button', { name: 'Recevoir une notification' }).click();
  await page.getByRole('button', { name: 'Notifications, 3 non lues' }).click();
  const dialog = page.getByRole('dialog', { name: 'Notifications' });
  await dialog
    .getByRole('button', { name: /Note ajoutée/ })
    .first()
    .click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Notifications, 2 non lues' })).toBeVisible();
});

test('an unknown component is a page that does not exist', async ({ page }) => {
  const response = await page.goto('/composants/inconnu');
  expect(response?.status()).toBe(404);
});
