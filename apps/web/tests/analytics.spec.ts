import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { must, type Person } from './support/people.ts';
import { ago, newPractice, type Practice, sql, tell } from './support/practice.ts';
import { visit } from './support/screens.ts';

const figure = (page: Page, name: string) =>
  page
    .getByRole('main')
    .locator('dl > div')
    .filter({ has: page.getByText(name, { exact: true }) })
    .getByRole('definition')
    .first();

/** A row of a table of figures, from its first cell on. */
const cells = (page: Page, table: string, row: RegExp | string) =>
  page.getByRole('table', { name: table }).getByRole('row').filter({ hasText: row }).getByRole('cell');

const mine = async ({ supabase, id }: Person, eventId: string): Promise<string> =>
  must(await supabase.from('notifications').select('id').eq('event_id', eventId).eq('user_id', id).single())
    .id;

/**
 * Three weeks ago two people were told of an update, which nobody has looked at since. Today both were told of another,
 * the practitioner of a failed import as well: that one they followed after four minutes, the update the admin has seen.
 */
async function history(): Promise<Practice> {
  const practice = await newPractice();
  const { admin, practitioner } = practice;
  await ago(await tell(practice, { type: 'SYSTEM_UPDATE' }), 21);
  const update = await tell(practice, { type: 'SYSTEM_UPDATE' });
  must(
    await admin.supabase
      .from('notifications')
      .update({ seen_at: new Date().toISOString() })
      .eq('id', await mine(admin, update))
      .select('id'),
  );
  const failure = await tell(practice, { type: 'IMPORT_FAILED', to: [practitioner] });
  must(
    await practitioner.supabase.rpc('mark_notification_clicked', { id: await mine(practitioner, failure) }),
  );
  await sql(
    `update public.notifications set created_at = clicked_at - interval '4 min 10 s' where event_id = $1`,
    [failure],
  );
  return practice;
}

test('an admin reads what has become of what was sent', async ({ page }) => {
  const { admin } = await history();
  await visit(page, admin.email);
  await page.getByRole('link', { name: 'Administration' }).click();
  await page
    .getByRole('navigation', { name: 'Administration' })
    .getByRole('link', { name: 'Analyses' })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: 'Analyses' })).toBeVisible();

  for (const [name, value] of [
    ['Envoyées', '5'],
    ['Vues', '2'],
    ['Lues', '1'],
    ['Cliquées', '1'],
    ['Délai médian de réaction', '4 min'],
    ['E-mails', '0'],
  ] as const) {
    await expect(figure(page, name), name).toHaveText(value);
  }
  await expect(page.getByText('40 % des envoyées')).toBeVisible();

  const chart = page.getByRole('img', { name: /^Notifications par semaine, du .+ au .+ \d{4}$/ });
  await expect(chart).toHaveAccessibleDescription(/5 envoyées, 2 vues, 1 lue, 1 cliquée/);
  const types = page.getByRole('list', { name: 'Par type' }).getByRole('listitem');
  await expect(types).toHaveText([
    /^Mise à jour de Cassius4 envoyées, 1 vue \(25\s%\), 0 lue \(0\s%\), 0 cliquée \(0\s%\)$/,
    /^Échec d’un import1 envoyée, 1 vue \(100\s%\), 1 lue \(100\s%\), 1 cliquée \(100\s%\), réaction en 4\smin$/,
  ]);
});

test('the tables say what the charts show, week by week, and open from the keyboard', async ({ page }) => {
  const { admin } = await history();
  await visit(page, admin.email, '/admin/analyses?semaines=4');
  const table = page.getByRole('table', { name: 'Notifications par semaine' });
  await expect(table).toBeHidden();
  const summaries = page.getByText('Les mêmes chiffres en tableau');
  await summaries.first().focus();
  await page.keyboard.press('Enter');
  await expect(table).toBeVisible();

  await expect(table.getByRole('columnheader')).toHaveText([
    'Semaine du',
    'Envoyées',
    'Vues',
    'Lues',
    'Cliquées',
    'Délai médian',
    'E-mails',
  ]);
  const rows = table.getByRole('row');
  await expect(rows).toHaveCount(1 + 4 + 1);
  await expect(rows.nth(1).getByRole('cell')).toHaveText(['2', '0', '0', '0', '–', '0']);
  await expect(rows.nth(2).getByRole('cell')).toHaveText(['0', '0', '0', '0', '–', '0']);
  await expect(rows.nth(4).getByRole('cell')).toHaveText(['3', '2', '1', '1', '4 min', '0']);
  await expect(cells(page, 'Notifications par semaine', 'En tout')).toHaveText([
    '5',
    '2',
    '1',
    '1',
    '4 min',
    '0',
  ]);

  await summaries.last().focus();
  await page.keyboard.press('Enter');
  await expect(cells(page, 'Notifications par type', 'Échec d’un import')).toHaveText([
    '1',
    '1',
    '1',
    '1',
    '4 min',
    '0',
  ]);
});

test('the period is chosen from the keyboard, and stays in the address', async ({ page }) => {
  const { admin } = await history();
  await visit(page, admin.email, '/admin/analyses');
  const period = page.getByRole('navigation', { name: 'Période' });
  await expect(period.getByRole('link', { name: '12 semaines' })).toHaveAttribute('aria-current', 'page');
  await period.getByRole('link', { name: '12 semaines' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/admin\/analyses\?semaines=26$/);
  await expect(period.getByRole('link', { name: '26 semaines' })).toHaveAttribute('aria-current', 'page');
  await page.goBack();
  await expect(period.getByRole('link', { name: '12 semaines' })).toHaveAttribute('aria-current', 'page');
  await page.goto('/admin/analyses?semaines=13');
  await expect(period.getByRole('link', { name: '12 semaines' })).toHaveAttribute('aria-current', 'page');
});

test('where nothing was sent, the page says so', async ({ page }) => {
  const { admin } = await newPractice();
  await visit(page, admin.email, '/admin/analyses?semaines=4');
  await expect(page.getByText('Aucune notification n’a été envoyée pendant ces 4 semaines.')).toBeVisible();
  await expect(figure(page, 'Envoyées')).toHaveText('0');
  await expect(page.getByRole('img', { name: /par semaine/ })).toHaveCount(0);
  await expectAccessible(page, 'analytics, nothing sent');
});

test('the figures come as a file for a spreadsheet', async ({ page }) => {
  const { admin } = await history();
  await visit(page, admin.email, '/admin/analyses?semaines=4');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /CSV/ }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^analyses-\d{4}-\d\d-\d\d-4-semaines\.csv$/);
  const answer = await page.request.get('/admin/analyses/export?semaines=4');
  expect(answer.headers()['content-type']).toBe('text/csv; charset=utf-8');
  const lines = (await answer.text()).trimEnd().split('\r\n');
  expect(lines[0]).toContain('"Semaine du";"Type";"Code";"Envoyées"');
  expect(lines.slice(1).map((line) => line.replace(/^"[\d-]+";/, ''))).toEqual([
    '"Mise à jour de Cassius";"SYSTEM_UPDATE";2;0;0;0;"";0',
    '"Échec d’un import";"IMPORT_FAILED";1;1;1;1;250;0',
    '"Mise à jour de Cassius";"SYSTEM_UPDATE";2;1;0;0;"";0',
  ]);
});

test('the file is for admins of the organisation alone', async ({ page }) => {
  const { practitioner } = await newPractice();
  await visit(page, practitioner.email);
  for (const path of ['/admin/analyses', '/admin/analyses/export']) {
    expect((await page.request.get(path)).status(), path).toBe(404);
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on the analytics with their tables open, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const { admin } = await history();
    await visit(page, admin.email);
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto('/admin/analyses?semaines=52');
      for (const summary of await page.getByText('Les mêmes chiffres en tableau').all())
        await summary.click();
      await expectAccessible(page, `analytics, ${colorScheme}, ${width} px`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, `${width} px`).toBeLessThanOrEqual(0);
    }
  });
}
