import { expect, type Locator, type Page, test } from '@playwright/test';
import { freshStart, measure, newImplant } from './support/clinic.ts';
import { must, PASSWORD, type Person, service } from './support/people.ts';
import { bell, bellPanel, expectUnread } from './support/screens.ts';

const PRACTITIONER = 'praticien@lumiere.test';
const TEETH = ['11', '12', '13', '14', '15'];

/** Something is focused, it can be seen, and it is not the page itself: a key press has somewhere to go. */
async function expectFocusKept(page: Page, after: string): Promise<void> {
  await expect
    .poll(
      () =>
        page.evaluate(() => {
          const element = document.activeElement;
          if (!element || element === document.body || element.closest('[aria-hidden=true]')) return 'lost';
          return element.getClientRects().length > 0 ? 'kept' : 'on something invisible';
        }),
      { message: `focus after: ${after}` },
    )
    .toBe('kept');
}

/** Presses a key until the target has the focus, as someone without a mouse does. */
async function reach(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  await expect(target).toBeFocused();
}

const rows = (page: Page) => bellPanel(page).getByRole('listitem');
const menuButton = (row: Locator) => row.getByRole('button', { name: /^Actions, / });

/** Opens the menu of a row and chooses an entry of it by its first letters or the arrows. */
async function choose(page: Page, row: Locator, entry: string | RegExp): Promise<void> {
  await reach(page, menuButton(row));
  await page.keyboard.press('Enter');
  const menu = page.getByRole('menu');
  await expect(menu.getByRole('menuitem').first()).toBeFocused();
  await reach(page, menu.getByRole('menuitem', { name: entry }), 'ArrowDown');
  await page.keyboard.press('Enter');
}

/** Five alerts of one's own, the newest first in the list, and nothing else in it. */
async function fiveAlerts(): Promise<Person> {
  const [practitioner] = (await freshStart(PRACTITIONER)) as [Person];
  must(
    await service
      .from('notifications')
      .update({ archived_at: new Date().toISOString() })
      .eq('user_id', practitioner.id)
      .is('archived_at', null)
      .select('id'),
  );
  for (const tooth of TEETH) {
    await measure(practitioner, await newImplant(practitioner, undefined, tooth), 25);
  }
  return practitioner;
}

async function signInByKeyboard(page: Page): Promise<void> {
  await page.goto('/connexion');
  await reach(page, page.getByLabel('Adresse e-mail'));
  await page.keyboard.type(PRACTITIONER);
  await reach(page, page.getByLabel('Mot de passe'));
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Patients' })).toBeVisible();
}

async function openBell(page: Page): Promise<void> {
  await reach(page, bell(page));
  await page.keyboard.press('Enter');
  await expect(bellPanel(page)).toBeVisible();
  await expect(rows(page)).toHaveCount(TEETH.length);
}

test('every action of the inbox can be done without a mouse, and the focus is never lost', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await fiveAlerts();
  await signInByKeyboard(page);
  await expectUnread(page, 5);
  await openBell(page);
  await expectFocusKept(page, 'opening the bell');

  await test.step('tabs answer to the arrow keys', async () => {
    const tab = (name: RegExp) => bellPanel(page).getByRole('tab', { name });
    await reach(page, tab(/^Toutes/));
    await page.keyboard.press('ArrowRight');
    await expect(tab(/^Alertes/)).toBeFocused();
    await expect(tab(/^Alertes/)).toHaveAttribute('aria-selected', 'true');
    await expect(rows(page)).toHaveCount(5);
    await page.keyboard.press('End');
    await expect(rows(page)).toHaveCount(0);
    await page.keyboard.press('Home');
    await expect(tab(/^Toutes/)).toBeFocused();
    await expect(rows(page)).toHaveCount(5);
  });

  await test.step('a menu closes with Escape and gives the focus back, and the dialog stays', async () => {
    await reach(page, menuButton(rows(page).first()));
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('menu')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toHaveCount(0);
    await expect(menuButton(rows(page).first())).toBeFocused();
    await expect(bellPanel(page)).toBeVisible();
  });

  await test.step('read and unread', async () => {
    await choose(page, rows(page).first(), 'Marquer comme lue');
    await expectUnread(page, 4);
    await expectFocusKept(page, 'marking one read');
    await choose(page, rows(page).first(), 'Marquer comme non lue');
    await expectUnread(page, 5);
    await expectFocusKept(page, 'marking it unread');
  });

  await test.step('snooze with a preset, and Ctrl+Z', async () => {
    await choose(page, rows(page).first(), /^Dans 1 heure/);
    await expect(rows(page)).toHaveCount(4);
    await expectUnread(page, 4);
    await expectFocusKept(page, 'snoozing');
    await page.keyboard.press('Control+z');
    await expect(rows(page)).toHaveCount(5);
    await expectUnread(page, 5);
    await expectFocusKept(page, 'taking the snooze back');
  });

  await test.step('snooze until a date of one’s own', async () => {
    await choose(page, rows(page).first(), /^Choisir une date/);
    await expectFocusKept(page, 'asking for a date');
    await page.keyboard.press('Enter');
    await expect(rows(page)).toHaveCount(4);
    await expectFocusKept(page, 'snoozing until a date');
  });

  await test.step('archive, and the button that takes it back', async () => {
    await choose(page, rows(page).first(), 'Archiver');
    await expect(rows(page)).toHaveCount(3);
    await expectFocusKept(page, 'archiving');
    await reach(page, bellPanel(page).getByRole('button', { name: 'Annuler' }));
    await page.keyboard.press('Enter');
    await expect(rows(page)).toHaveCount(4);
    await expectFocusKept(page, 'taking the archiving back');
  });

  await test.step('no more of this subject', async () => {
    await choose(page, rows(page).first(), 'Ne plus me parler de ce sujet');
    await expect(bellPanel(page).getByText('Vous n’en entendrez plus parler')).toBeVisible();
    await expectFocusKept(page, 'muting');
  });

  await test.step('everything read', async () => {
    await reach(page, bellPanel(page).getByRole('button', { name: 'Tout marquer comme lu' }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expectUnread(page, 0);
    await expectFocusKept(page, 'marking all read');
  });

  await test.step('Escape closes the dialog and goes back to the bell', async () => {
    await page.keyboard.press('Escape');
    await expect(bellPanel(page)).toHaveCount(0);
    await expect(bell(page)).toBeFocused();
  });
});

test('an alert is followed from the keyboard, and the way back leads to the same place', async ({ page }) => {
  await fiveAlerts();
  await signInByKeyboard(page);
  await openBell(page);
  await reach(page, rows(page).first().getByRole('link'));
  await page.keyboard.press('ArrowDown');
  await expect(rows(page).nth(1).getByRole('link')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/implants\//);
  await expectUnread(page, 4);
  await expectFocusKept(page, 'following an alert');
});
