import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useUnreadCount } from '../../src/index.ts';

/** The unread count, for a test to read. */
export function Count() {
  return <output aria-label="count">{useUnreadCount().count}</output>;
}

export const count = () => screen.getByLabelText('count').textContent;

/** Every row in the page, hidden ones included. */
export const items = () => [...document.querySelectorAll<HTMLLIElement>('li[data-notification-id]')];

export const itemOf = (title: string) => screen.getByText(title).closest('li') as HTMLLIElement;

/** Id of the row whose link or button has the focus. */
export const focusedRow = () => document.activeElement?.closest('li')?.dataset.notificationId;

export async function openMenu(title: string): Promise<HTMLElement> {
  await userEvent.click(await screen.findByRole('button', { name: `Actions, ${title}` }));
  return screen.getByRole('menu', { name: `Actions, ${title}` });
}
