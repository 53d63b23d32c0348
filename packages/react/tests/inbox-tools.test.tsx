// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { NotificationBell, type NotificationFilters, NotificationInbox } from '../src/index.ts';
import { items } from './support/inbox-page.tsx';
import { renderScene } from './support/render.tsx';
import { notification, ORGANISATION_ID, uuid } from './support/rows.ts';

const rows = [
  notification(1),
  notification(2),
  notification(3, { category: 'messages', type: 'MESSAGE_RECEIVED', title: 'Nouveau message' }),
  notification(4, { category: 'messages', type: 'MESSAGE_RECEIVED', title: 'Autre message', is_read: true }),
];
const tab = (name: string | RegExp) => screen.findByRole('tab', { name });
const search = () => screen.getByRole('searchbox', { name: 'Rechercher dans les notifications' });

describe('the tabs', () => {
  it('are one for everything and one a category, with what is unread in each', async () => {
    renderScene(<NotificationInbox tabs />, rows);
    expect(await tab('Toutes 3 non lues')).toBeTruthy();
    const names = [
      'Alertes 2 non lues',
      'Messages 1 non lue',
      'Rendez-vous',
      'Activité',
      'Imports',
      'Système',
    ];
    for (const name of names) expect(screen.getByRole('tab', { name })).toBeTruthy();
    expect(screen.getAllByRole('tab')).toHaveLength(7);
  });

  it('are only the ones that were asked for', async () => {
    renderScene(<NotificationInbox tabs={['messages']} />, rows);
    await tab('Toutes 3 non lues');
    expect(screen.getAllByRole('tab')).toHaveLength(2);
  });

  it('count within the organisation that the list is narrowed to', async () => {
    renderScene(<NotificationInbox tabs filters={{ organisationId: ORGANISATION_ID }} />, [
      ...rows,
      notification(9, { organisation_id: uuid(99) }),
    ]);
    expect(await tab('Toutes 3 non lues')).toBeTruthy();
  });

  it('choose with the arrow keys at once, one stop for the Tab key', async () => {
    renderScene(<NotificationInbox tabs />, rows);
    (await tab(/^Toutes/)).focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    const messages = await tab(/^Messages/);
    expect(document.activeElement).toBe(messages);
    expect(messages.getAttribute('aria-selected')).toBe('true');
    expect(screen.getAllByRole('tab').filter((one) => one.tabIndex === 0)).toEqual([messages]);
    await waitFor(() => expect(items()).toHaveLength(2));
    const panel = screen.getByRole('tabpanel', { name: /^Messages/ });
    expect(messages.getAttribute('aria-controls')).toBe(panel.id);
    await userEvent.tab();
    expect(panel.contains(document.activeElement)).toBe(true);
    messages.focus();
    await userEvent.keyboard('{End}');
    expect(document.activeElement).toBe(await tab('Système'));
    await userEvent.keyboard('{ArrowRight}');
    expect(document.activeElement).toBe(await tab(/^Toutes/));
  });

  it('follow the direction of the page', async () => {
    renderScene(<NotificationInbox tabs />, rows);
    (await tab(/^Toutes/)).focus();
    const styleOf = window.getComputedStyle.bind(window);
    // jsdom does not hand the direction down.
    vi.spyOn(window, 'getComputedStyle').mockImplementation((element) =>
      Object.assign(Object.create(styleOf(element)), { direction: 'rtl' }),
    );
    await userEvent.keyboard('{ArrowLeft}');
    expect(document.activeElement?.textContent).toMatch(/^Alertes/);
  });

  it('have an empty state of their own, which the Tab key can reach', async () => {
    renderScene(<NotificationInbox tabs />, rows);
    await userEvent.click(await tab('Imports'));
    expect(await screen.findByText('Aucune notification ici')).toBeTruthy();
    await userEvent.tab();
    expect(document.activeElement).toBe(screen.getByRole('tabpanel'));
  });

  it('limit "mark all as read" to the one that is shown', async () => {
    const { table } = renderScene(<NotificationInbox tabs />, rows);
    await userEvent.click(await tab(/^Messages/));
    await screen.findByText('Nouveau message');
    await userEvent.click(screen.getByRole('button', { name: 'Tout marquer comme lu' }));
    await waitFor(() => expect(table.unread()).toBe(2));
    expect(table.rows.find((row) => row.id === uuid(3))?.is_read).toBe(true);
  });
});

describe('the search', () => {
  it('waits for a pause in typing, asks once, and says how many it found', async () => {
    const { api } = renderScene(<NotificationInbox search />, rows);
    await screen.findByText('Nouveau message');
    const before = api.calls.filter((call) => call === 'list').length;
    await userEvent.type(search(), 'nouveau');
    expect(await screen.findByText('1 résultat affiché')).toBeTruthy();
    expect(items()).toHaveLength(1);
    expect(api.calls.filter((call) => call === 'list')).toHaveLength(before + 1);
    expect(document.activeElement).toBe(search());
  });

  it('says for what nothing was found', async () => {
    renderScene(<NotificationInbox search />, rows);
    await userEvent.type(search(), 'zirconium');
    const words = await screen.findByText('Aucun résultat pour « zirconium »');
    expect(words.closest('[role=status]')).toBeTruthy();
  });

  it('is emptied by Escape, which then closes the dialog around it', async () => {
    renderScene(<NotificationBell inbox={{ search: true }} />, rows);
    await userEvent.click(screen.getByRole('button', { name: /^Notifications/ }));
    await userEvent.type(search(), 'nouveau');
    await waitFor(() => expect(items()).toHaveLength(1));
    await userEvent.keyboard('{Escape}');
    expect(search()).toHaveProperty('value', '');
    await waitFor(() => expect(items()).toHaveLength(4));
    expect(document.activeElement).toBe(search());
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('leaves "mark all as read" alone, which would read more than is shown', async () => {
    renderScene(<NotificationInbox search />, rows);
    await userEvent.type(search(), 'nouveau');
    await screen.findByText('1 résultat affiché');
    const all = screen.getByRole('button', { name: 'Tout marquer comme lu' });
    expect(all.getAttribute('aria-disabled')).toBe('true');
  });
});

const changes = vi.fn();

function KeptElsewhere() {
  const [filters, setFilters] = useState<NotificationFilters>({ category: 'messages' });
  const change = (next: NotificationFilters) => {
    changes(next);
    setFilters(next);
  };
  return (
    <>
      <NotificationInbox tabs search filters={filters} onFiltersChange={change} />
      <button type="button" onClick={() => setFilters({ q: 'critique' })}>
        précédent
      </button>
    </>
  );
}

describe('an inbox whose filters are kept elsewhere', () => {
  it('starts from them, tells of each choice, and follows them', async () => {
    renderScene(<KeptElsewhere />, rows);
    expect((await tab(/^Messages/)).getAttribute('aria-selected')).toBe('true');
    await userEvent.type(search(), 'autre');
    await waitFor(() => expect(changes).toHaveBeenLastCalledWith({ category: 'messages', q: 'autre' }));
    await waitFor(() => expect(items()).toHaveLength(1));
    await userEvent.click(await tab(/^Toutes/));
    expect(changes).toHaveBeenLastCalledWith({ category: undefined, q: 'autre' });
    await userEvent.click(screen.getByText('précédent'));
    expect(search()).toHaveProperty('value', 'critique');
    await waitFor(() => expect(items()).toHaveLength(2));
  });
});
