import { expect, test } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { centre, choose, expectTitles } from './support/centre.ts';
import type { Person } from './support/people.ts';
import { join, newPractice, type Practice, tell } from './support/practice.ts';
import { expectUnread, visit } from './support/screens.ts';

const UPDATE = 'Mise à jour de Cassius';
const FAILED = 'Échec d’un import';
const DONE = 'Import terminé';
const TEAM = 'Activité de l’équipe';

let practice: Practice;
let admin: Person;

/** Four notifications of three categories, the oldest first. */
test.beforeEach(async () => {
  practice = await newPractice();
  admin = practice.admin;
  for (const type of ['SYSTEM_UPDATE', 'IMPORT_FAILED', 'IMPORT_COMPLETED', 'TEAM_ACTIVITY']) {
    await tell(practice, { type, to: [admin] });
  }
});

test('tabs by category tell how much is unread in each, and the arrow keys go from one to the other', async ({
  page,
}) => {
  await visit(page, admin.email, '/notifications');
  const { tab, title } = centre(page);
  await expectTitles(page, [TEAM, DONE, FAILED, UPDATE]);
  await expect(title).toBeVisible();
  await expect(tab('Toutes')).toHaveAccessibleName(/^Toutes\W+4 non lues$/);
  await expect(tab('Imports')).toHaveAccessibleName(/^Imports\W+2 non lues$/);
  await expect(tab('Système')).toHaveAccessibleName(/^Système\W+1 non lue$/);
  await expect(tab('Messages')).toHaveAccessibleName('Messages');

  await tab('Toutes').focus();
  await page.keyboard.press('End');
  await expect(tab('Système')).toBeFocused();
  await expect(tab('Système')).toHaveAttribute('aria-selected', 'true');
  await expect(page).toHaveURL(/\/notifications\?categorie=system$/);
  await expectTitles(page, [UPDATE]);
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(/\?categorie=imports$/);
  await expectTitles(page, [DONE, FAILED]);

  await page.goBack();
  await expect(tab('Système')).toHaveAttribute('aria-selected', 'true');
  await expectTitles(page, [UPDATE]);
  await page.reload();
  await expect(tab('Système')).toHaveAttribute('aria-selected', 'true');
  await expectTitles(page, [UPDATE]);
});

test('a search ignores accents and case, and one step back takes it away', async ({ page }) => {
  await visit(page, admin.email, '/notifications');
  const { search, button, title } = centre(page);
  await search.fill('EQUIPE');
  await expectTitles(page, [TEAM]);
  await search.pressSequentially('x');
  await expect(page).toHaveURL(/\?q=EQUIPEx$/);
  await expect(page.getByText('Aucun résultat pour « EQUIPEx »')).toBeVisible();
  await expectAccessible(page, 'the centre, nothing found');
  await page.goBack();
  await expect(page).toHaveURL(/\/notifications$/);
  await expect(search).toHaveValue('');
  await expectTitles(page, [TEAM, DONE, FAILED, UPDATE]);

  await page.goto('/notifications?q=imports%20introuvables');
  await expect(search).toHaveValue('imports introuvables');
  await button('Tout afficher').focus();
  await page.keyboard.press('Enter');
  await expectTitles(page, [TEAM, DONE, FAILED, UPDATE]);
  await expect(search).toHaveValue('');
  await expect(title).toBeFocused();
});

test('selects narrow by state, type and priority, and the address brings them back', async ({ page }) => {
  await visit(page, admin.email, '/notifications');
  const { select, button, tab, title } = centre(page);
  await expect(select('Établissement')).toHaveCount(0);
  await select('Priorité').selectOption({ label: 'Haute' });
  await expectTitles(page, [FAILED]);
  await select('État').selectOption({ label: 'Lues' });
  await expect(page.getByText('Aucune notification ne correspond')).toBeVisible();
  await expect(page).toHaveURL(/\?etat=lues&priorite=high$/);
  await page.goBack();
  await expectTitles(page, [FAILED]);
  await page.reload();
  await expect(select('Priorité')).toHaveValue('high');
  await expectTitles(page, [FAILED]);

  await button('Effacer les filtres').click();
  await expect(title).toBeFocused();
  await expect(page).toHaveURL(/\/notifications$/);
  await select('Type').selectOption({ label: DONE });
  await expectTitles(page, [DONE]);
  // A type of imports makes no sense among the news of the system.
  await tab('Système').click();
  await expect(page).toHaveURL(/\?categorie=system$/);
  await expect(select('Type')).toHaveValue('');
  await expectTitles(page, [UPDATE]);
});

test('what the address does not know narrows nothing', async ({ page }) => {
  await visit(page, admin.email);
  await page.goto(
    '/notifications?vue=corbeille&categorie=x&etat=&type=INCONNU&priorite=9&organisation=1&q=%20',
  );
  await expectTitles(page, [TEAM, DONE, FAILED, UPDATE]);
});

test('someone of several practices chooses one of them', async ({ page }) => {
  const other = await newPractice();
  await join(admin, other.id, 'admin');
  await tell(other, { type: 'IMPORT_FAILED', to: [admin] });
  await visit(page, admin.email, '/notifications');
  const { select, tab, items } = centre(page);
  await expect(items).toHaveCount(5);
  await select('Établissement').selectOption({ label: other.name });
  await expectTitles(page, [FAILED]);
  await expect(tab('Toutes')).toHaveAccessibleName(/^Toutes\W+1 non lue$/);
  await expect(page).toHaveURL(new RegExp(`\\?organisation=${other.id}$`));
  await page.reload();
  await expect(select('Établissement')).toHaveValue(other.id);
  await expectTitles(page, [FAILED]);
});

test('what was archived can be found, and put back', async ({ page }) => {
  await visit(page, admin.email, '/notifications');
  const { view } = centre(page);
  await choose(page, DONE, 'Archiver');
  await expectTitles(page, [TEAM, FAILED, UPDATE]);
  await page.getByRole('button', { name: 'Annuler' }).click();
  await expectTitles(page, [TEAM, DONE, FAILED, UPDATE]);

  await choose(page, DONE, 'Archiver');
  await expectUnread(page, 3);
  await view('Archivées').click();
  await expect(page).toHaveURL(/\?vue=archivees$/);
  await expect(view('Archivées')).toHaveAttribute('aria-current', 'page');
  await expectTitles(page, [DONE]);
  await expect(centre(page).button('Tout marquer comme lu')).toHaveCount(0);
  await expectAccessible(page, 'the centre, archived');
  await choose(page, DONE, 'Remettre dans la boîte de réception');
  await expect(page.getByText('Rien d’archivé')).toBeVisible();
  await expectUnread(page, 4);
  await page.goBack();
  await expectTitles(page, [TEAM, DONE, FAILED, UPDATE]);
});

test('what was put off waits in its own view, and can be woken', async ({ page }) => {
  await visit(page, admin.email, '/notifications');
  const { view, item } = centre(page);
  await choose(page, FAILED, 'Demain');
  await expectTitles(page, [TEAM, DONE, UPDATE]);
  await expectUnread(page, 3);
  await view('En pause').click();
  await expectTitles(page, [FAILED]);
  await expect(item(FAILED)).toContainText(/En pause jusqu’à .+ 08:00/);
  await expectAccessible(page, 'the centre, snoozed');
  await choose(page, FAILED, 'Réveiller maintenant');
  await expect(page.getByText('Rien en pause')).toBeVisible();
  await expectAccessible(page, 'the centre, nothing snoozed');
  await view('Boîte de réception').click();
  await expect(page).toHaveURL(/\/notifications$/);
  await expectTitles(page, [TEAM, DONE, FAILED, UPDATE]);
});

test('views are links that keep what was chosen', async ({ page }) => {
  await visit(page, admin.email, '/notifications?categorie=imports');
  const { view } = centre(page);
  await expect(view('Archivées')).toHaveAttribute('href', '/notifications?vue=archivees&categorie=imports');
  await view('Archivées').focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\?vue=archivees&categorie=imports$/);
  await expect(page.getByText('Aucune notification ne correspond')).toBeVisible();
  await page.goto('/notifications?vue=archivees&categorie=imports');
  await expect(centre(page).tab('Imports')).toHaveAttribute('aria-selected', 'true');
});

test('the preferences are one link away', async ({ page }) => {
  await visit(page, admin.email);
  for (const name of ['Choisir ce que vous recevez', 'Préférences de notification']) {
    await page.goto('/notifications');
    await page.getByRole('main').getByRole('link', { name }).click();
    await expect(page).toHaveURL(/\/preferences$/);
  }
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });

  test('filters are folded away, and say how many are at work', async ({ page }) => {
    await visit(page, admin.email, '/notifications?etat=non-lues');
    const { button, select } = centre(page);
    await expect(button('Filtres (1)')).toHaveAttribute('aria-expanded', 'false');
    await expect(select('Type')).toHaveCount(0);
    await button('Filtres (1)').tap();
    await select('Priorité').selectOption({ label: 'Haute' });
    await expectTitles(page, [FAILED]);
    await expect(button('Filtres (2)')).toHaveAttribute('aria-expanded', 'true');
    await expectAccessible(page, 'the centre on a phone, filters open');
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await button('Filtres (2)').tap();
    await expect(select('Type')).toHaveCount(0);
  });
});
