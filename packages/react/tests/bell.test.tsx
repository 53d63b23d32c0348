// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { NotificationBell } from '../src/index.ts';
import { en } from '../src/messages/en.ts';
import { renderScene } from './support/render.tsx';
import { notification, notifications } from './support/rows.ts';

const bell = () => screen.getByRole('button', { name: /^Notifications/ });

async function openBell() {
  await userEvent.click(bell());
  return screen.findByRole('dialog', { name: 'Notifications' });
}

describe('the name of the bell', () => {
  it.each([
    [0, 'Notifications, aucune non lue'],
    [1, 'Notifications, 1 non lue'],
    [2, 'Notifications, 2 non lues'],
    [99, 'Notifications, 99 non lues'],
    [128, 'Notifications, 128 non lues'],
    [1234, 'Notifications, 1\u202f234 non lues'],
  ])('says %i unread in French as "%s"', async (count, name) => {
    renderScene(<NotificationBell />, notifications(count));
    expect(await screen.findByRole('button', { name })).toBeTruthy();
  });

  it.each([
    [1, 'Notifications, 1 unread'],
    [128, 'Notifications, 128 unread'],
  ])('says %i unread in English', async (count, name) => {
    renderScene(<NotificationBell />, notifications(count), { words: en });
    expect(await screen.findByRole('button', { name })).toBeTruthy();
  });

  it('can be reworded', async () => {
    renderScene(<NotificationBell />, notifications(2), {
      messages: { bell: { one: '{count} alerte', other: '{count} alertes' } },
    });
    expect(await screen.findByRole('button', { name: '2 alertes' })).toBeTruthy();
  });

  it('is plain "Notifications" until the count is known', () => {
    renderScene(<NotificationBell />, notifications(3));
    expect(bell().getAttribute('aria-label')).toBe('Notifications');
    expect(bell().textContent).toBe('');
  });
});

describe('the badge', () => {
  it.each([
    [7, '7'],
    [99, '99'],
    [100, '99+'],
    [128, '99+'],
  ])('shows %i as %s', async (count, badge) => {
    renderScene(<NotificationBell />, notifications(count));
    await waitFor(() => expect(bell().textContent).toBe(badge));
  });

  it('goes up without a refresh when an alert arrives', async () => {
    const { join, arrive } = renderScene(<NotificationBell />, notifications(2));
    await join();
    await arrive(notification(3));
    expect(await screen.findByRole('button', { name: 'Notifications, 3 non lues' })).toBeTruthy();
  });

  it('goes down when another tab reads', async () => {
    const { join, table, realtime } = renderScene(<NotificationBell />, notifications(2));
    await join();
    table.update((row) => row.id === notification(1).id, { is_read: true });
    await act(async () => realtime.channel?.broadcast('notification.updated'));
    expect(await screen.findByRole('button', { name: 'Notifications, 1 non lue' })).toBeTruthy();
  });

  it('keeps the last known count when a refetch fails', async () => {
    const { join, api, arrive } = renderScene(<NotificationBell />, notifications(2));
    await join();
    api.fail('unread');
    await arrive(notification(3));
    await waitFor(() => expect(api.calls.filter((call) => call === 'unread').length).toBeGreaterThan(2));
    expect(bell().textContent).toBe('2');
  });
});

describe('the dialog', () => {
  it('is announced by the button and takes the focus when it opens', async () => {
    renderScene(<NotificationBell />, notifications(1));
    expect(bell().getAttribute('aria-haspopup')).toBe('dialog');
    expect(bell().getAttribute('aria-expanded')).toBe('false');
    const dialog = await openBell();
    expect(bell().getAttribute('aria-expanded')).toBe('true');
    expect(document.getElementById(bell().getAttribute('aria-controls') ?? '')).toBe(dialog);
    expect(document.activeElement).toBe(dialog);
  });

  it('opens from the keyboard, closes on Escape and gives the focus back', async () => {
    renderScene(<NotificationBell />, notifications(1));
    bell().focus();
    await userEvent.keyboard('{Enter}');
    await screen.findByRole('dialog');
    await userEvent.tab();
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(bell());
  });

  it('closes on its close button and gives the focus back', async () => {
    renderScene(<NotificationBell />, notifications(1));
    const dialog = await openBell();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Fermer' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(bell());
  });

  it('closes on a click outside, and leaves the focus where the click put it', async () => {
    renderScene(
      <>
        <NotificationBell />
        <button type="button">ailleurs</button>
      </>,
      notifications(1),
    );
    await openBell();
    await userEvent.click(screen.getByText('ailleurs'));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(screen.getByText('ailleurs'));
  });

  it('keeps Tab inside in both directions', async () => {
    renderScene(
      <NotificationBell inboxHref="/notifications" preferencesHref="/preferences" />,
      notifications(2),
    );
    const dialog = await openBell();
    await within(dialog).findAllByRole('listitem');
    const stops = dialog.querySelectorAll('a, button:not([tabindex="-1"])').length;
    for (let press = 0; press <= stops; press += 1) {
      await userEvent.tab();
      expect(dialog.contains(document.activeElement)).toBe(true);
    }
    await userEvent.tab({ shift: true });
    await userEvent.tab({ shift: true });
    expect(dialog.contains(document.activeElement)).toBe(true);
  });

  it('closes and gives the focus back when a notification with a link is followed', async () => {
    const onNavigate = vi.fn();
    renderScene(<NotificationBell onNavigate={onNavigate} />, notifications(1));
    const dialog = await openBell();
    (await within(dialog).findByRole('link', { name: /ISQ critique n°1/ })).focus();
    await userEvent.keyboard('{Enter}');
    expect(onNavigate).toHaveBeenCalledWith(notification(1).link, expect.anything());
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(bell());
  });

  it('marks what it shows seen, once, and not read', async () => {
    const { api, table } = renderScene(<NotificationBell />, notifications(2));
    const dialog = await openBell();
    await within(dialog).findAllByRole('listitem');
    await waitFor(() => expect(table.rows.every((row) => row.seen_at !== null)).toBe(true));
    expect(api.calls.filter((call) => call === 'markSeen')).toHaveLength(1);
    expect(bell().textContent).toBe('2');
  });
});

describe('announcing', () => {
  it('says a burst in one polite sentence', async () => {
    const { join, arrive } = renderScene(<NotificationBell />, notifications(1));
    await join();
    const region = screen.getByRole('status');
    expect(region.textContent).toBe('');
    await arrive(notification(2));
    await arrive(notification(3), notification(4));
    await waitFor(() => expect(region.textContent).toBe('3 nouvelles notifications'), { timeout: 3_000 });
  });

  it('says nothing about what was there before', async () => {
    const { join } = renderScene(<NotificationBell />, notifications(5));
    await join();
    await screen.findByRole('button', { name: 'Notifications, 5 non lues' });
    expect(screen.getByRole('status').textContent).toBe('');
  });
});

describe('what a page may put in its place', () => {
  it('is the inside of the button, told of the count and of the dialog', async () => {
    renderScene(
      <NotificationBell>
        {({ count, open }) => `${count ?? '…'} ${open ? 'ouvert' : 'fermé'}`}
      </NotificationBell>,
      notifications(2),
    );
    await screen.findByText('2 fermé');
    await openBell();
    expect(screen.getByText('2 ouvert')).toBeTruthy();
  });

  it('is how the inbox is set up: tabs, search, grouping', async () => {
    renderScene(<NotificationBell inbox={{ tabs: false, search: true }} />, notifications(2));
    const dialog = await openBell();
    expect(within(dialog).queryByRole('tab')).toBeNull();
    expect(within(dialog).getByRole('searchbox')).toBeTruthy();
  });

  it('is what the dialog holds, which can close it', async () => {
    renderScene(
      <NotificationBell
        renderInbox={(inbox, close) => (
          <>
            {inbox}
            <button type="button" onClick={close}>
              Terminé
            </button>
          </>
        )}
      />,
      notifications(2),
    );
    const dialog = await openBell();
    await within(dialog).findAllByRole('link');
    await userEvent.click(within(dialog).getByText('Terminé'));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(bell());
  });
});

it('counts in its tabs, and can be walked by keyboard alone from the bell to a notification', async () => {
  const onNavigate = vi.fn();
  renderScene(<NotificationBell onNavigate={onNavigate} />, notifications(3));
  await screen.findByRole('button', { name: 'Notifications, 3 non lues' });
  await userEvent.tab();
  await userEvent.keyboard('{Enter}');
  await screen.findByRole('tab', { name: 'Alertes 3 non lues' });
  await userEvent.tab();
  expect(document.activeElement?.textContent).toBe('Tout marquer comme lu');
  await userEvent.tab();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Fermer' }));
  await userEvent.tab();
  await userEvent.keyboard('{ArrowRight}');
  expect(document.activeElement).toBe(screen.getByRole('tab', { name: 'Alertes 3 non lues' }));
  await screen.findByRole('link', { name: /n°3/ });
  await userEvent.tab();
  await userEvent.keyboard('{ArrowDown}{Enter}');
  expect(onNavigate).toHaveBeenCalledWith(notification(2).link, expect.anything());
  expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^Notifications, /);
});
