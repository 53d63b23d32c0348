// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { NotificationBell, NotificationInbox } from '../src/index.ts';
import { openMenu } from './support/inbox-page.tsx';
import { renderScene } from './support/render.tsx';
import { notifications } from './support/rows.ts';

const trigger = () => screen.getByRole('button', { name: 'Actions, ISQ critique n°1' });
const focused = () => document.activeElement?.textContent;

async function inboxWithOne() {
  renderScene(
    <>
      <NotificationInbox />
      <button type="button">après</button>
    </>,
    notifications(1),
  );
  await screen.findByText('ISQ critique n°1');
}

describe('the menu button of a notification', () => {
  it('says what it acts on, that it opens a menu and whether it is open', async () => {
    await inboxWithOne();
    expect(trigger().getAttribute('aria-haspopup')).toBe('menu');
    expect(trigger().getAttribute('aria-expanded')).toBe('false');
    await openMenu('ISQ critique n°1');
    expect(trigger().getAttribute('aria-expanded')).toBe('true');
    await userEvent.click(trigger());
    expect(screen.queryByRole('menu')).toBeNull();
  });

  it.each(['{Enter}', ' ', '{ArrowDown}'])('opens with "%s" on the first entry', async (key) => {
    await inboxWithOne();
    trigger().focus();
    await userEvent.keyboard(key);
    expect(focused()).toMatch(/^Marquer comme lue/);
  });
});

describe('in the menu', () => {
  it('the arrow keys go around, Home and End to its ends', async () => {
    await inboxWithOne();
    const entries = (await openMenu('ISQ critique n°1')).querySelectorAll('[role=menuitem]');
    const first = entries[0]?.textContent;
    const last = entries[entries.length - 1]?.textContent;
    await userEvent.keyboard('{ArrowUp}');
    expect(focused()).toBe(last);
    await userEvent.keyboard('{ArrowDown}');
    expect(focused()).toBe(first);
    await userEvent.keyboard('{ArrowDown}');
    expect(focused()).toMatch(/^Archiver/);
    await userEvent.keyboard('{End}');
    expect(focused()).toBe(last);
    await userEvent.keyboard('{Home}');
    expect(focused()).toBe(first);
  });

  it('a letter goes to the next entry that begins with it', async () => {
    await inboxWithOne();
    await openMenu('ISQ critique n°1');
    await userEvent.keyboard('d');
    expect(focused()).toMatch(/^Dans 1 heure/);
    await userEvent.keyboard('d');
    expect(focused()).toMatch(/^Demain/);
    await userEvent.keyboard('d');
    expect(focused()).toMatch(/^Dans 1 heure/);
    await userEvent.keyboard('A');
    expect(focused()).toMatch(/^Archiver/);
  });

  it('Escape closes it, gives the focus back and leaves the dialog around it open', async () => {
    renderScene(<NotificationBell />, notifications(1));
    await userEvent.click(screen.getByRole('button', { name: /^Notifications/ }));
    await openMenu('ISQ critique n°1');
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('menu')).toBeNull();
    expect(document.activeElement).toBe(trigger());
    expect(screen.getByRole('dialog', { name: 'Notifications' })).toBeTruthy();
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('Tab closes it and goes on from the button', async () => {
    await inboxWithOne();
    await openMenu('ISQ critique n°1');
    await userEvent.tab();
    expect(screen.queryByRole('menu')).toBeNull();
    expect(document.activeElement).toBe(screen.getByText('après'));
  });

  it('a click elsewhere closes it', async () => {
    await inboxWithOne();
    await openMenu('ISQ critique n°1');
    await userEvent.click(screen.getByText('après'));
    expect(screen.queryByRole('menu')).toBeNull();
  });

  it('Enter acts, and the focus is back on the button', async () => {
    await inboxWithOne();
    await openMenu('ISQ critique n°1');
    await userEvent.keyboard('{Enter}');
    expect(document.activeElement).toBe(trigger());
    expect(await screen.findByText('Marquée comme lue')).toBeTruthy();
  });

  it('the date form opens on its field, and Escape leads back to the button', async () => {
    await inboxWithOne();
    await openMenu('ISQ critique n°1');
    await userEvent.keyboard('{End}{Enter}');
    expect(document.activeElement).toBe(screen.getByLabelText(/^En pause jusqu’à/));
    expect(screen.queryByRole('menu')).toBeNull();
    await userEvent.tab();
    await userEvent.tab();
    expect(screen.getByRole('dialog').contains(document.activeElement)).toBe(true);
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(trigger());
  });
});
