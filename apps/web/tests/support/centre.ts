import { expect, type Locator, type Page } from '@playwright/test';

/** The notification centre as its visitors see it. */
export const centre = (page: Page) => {
  const main = page.getByRole('main');
  const items = main.getByRole('listitem');
  return {
    items,
    /** The notification of that title. */
    item: (title: string): Locator => items.filter({ hasText: title }),
    tab: (name: string): Locator => main.getByRole('tab', { name }),
    view: (name: string): Locator =>
      main.getByRole('navigation', { name: 'Vues des notifications' }).getByRole('link', { name }),
    search: main.getByRole('searchbox', { name: 'Rechercher dans les notifications' }),
    select: (name: string): Locator => main.getByRole('combobox', { name }),
    button: (name: string): Locator => main.getByRole('button', { name }),
    title: main.getByRole('heading', { name: 'Notifications', exact: true }),
  };
};

/** Opens the menu of a notification and chooses an entry. */
export async function choose(page: Page, title: string, entry: string): Promise<void> {
  await centre(page)
    .item(title)
    .getByRole('button', { name: `Actions, ${title}` })
    .click();
  await page.getByRole('menu').getByRole('menuitem', { name: entry }).click();
}

export async function expectTitles(page: Page, titles: string[]): Promise<void> {
  const { items } = centre(page);
  await expect(items).toHaveCount(titles.length);
  for (const [index, title] of titles.entries()) await expect(items.nth(index)).toContainText(title);
}
