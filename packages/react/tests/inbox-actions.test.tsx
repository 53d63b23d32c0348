// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { NotificationInbox } from '../src/index.ts';
import { Count, count, focusedRow, itemOf, items, openMenu } from './support/inbox-page.tsx';
import { renderScene } from './support/render.tsx';
import { notification, notifications } from './support/rows.ts';

const page = (
  <>
    <NotificationInbox />
    <Count />
  </>
);
const heading = () => screen.getByRole('heading', { name: 'Notifications' });

describe('archiving', () => {
  it('takes the row away at once, off the count too, before the server has answered', async () => {
    const { api } = renderScene(page, notifications(2));
    await waitFor(() => expect(count()).toBe('2'));
    const answer = api.hold('update');
    await userEvent.click(await screen.findByRole('button', { name: 'Archiver, ISQ critique n°2' }));
    await waitFor(() => expect(items()).toHaveLength(1));
    expect(count()).toBe('1');
    answer();
  });

  it('puts it back in its place when the server refuses', async () => {
    const { api } = renderScene(page, notifications(3));
    await waitFor(() => expect(count()).toBe('3'));
    api.fail('update');
    const answer = api.hold('update');
    await userEvent.click(await screen.findByRole('button', { name: 'Archiver, ISQ critique n°2' }));
    await waitFor(() => expect(items()).toHaveLength(2));
    answer();
    await waitFor(() => expect(items()).toHaveLength(3));
    expect(items()[1]?.dataset.notificationId).toBe(notification(2).id);
    expect(count()).toBe('3');
    const outcome = screen.getByText('L’action n’a pas abouti. Réessayez.').parentElement;
    expect([outcome?.className, outcome?.role]).toEqual(['cn-inbox-outcome', 'status']);
    expect(screen.queryByRole('button', { name: 'Annuler' })).toBeNull();
  });

  it('can be done with the Delete key on a notification', async () => {
    const { table } = renderScene(page, notifications(2));
    (await screen.findByRole('link', { name: /n°2/ })).focus();
    await userEvent.keyboard('{Delete}');
    await waitFor(() => expect(table.rows.filter((row) => row.archived_at)).toHaveLength(1));
    expect(itemOf('ISQ critique n°1')).toBeTruthy();
  });
});

describe('undoing', () => {
  it('is offered politely, brings the row back and goes to it', async () => {
    const { table } = renderScene(page, notifications(3));
    (await screen.findByRole('link', { name: /n°2/ })).focus();
    await userEvent.keyboard('{Delete}');
    const undo = await screen.findByRole('button', { name: 'Annuler' });
    expect(undo.closest('[role=status]')?.textContent).toContain('Archivée');
    await userEvent.click(undo);
    await waitFor(() => expect(focusedRow()).toBe(notification(2).id));
    expect(screen.queryByRole('button', { name: 'Annuler' })).toBeNull();
    await waitFor(() => expect(table.rows.every((row) => row.archived_at === null)).toBe(true));
  });

  it('is about what was done last, as the bar says', async () => {
    const { table } = renderScene(page, notifications(3));
    (await screen.findByRole('link', { name: /n°2/ })).focus();
    await userEvent.keyboard('{Delete}');
    await screen.findByText('Archivée');
    screen.getByRole('link', { name: /n°1/ }).focus();
    await userEvent.keyboard('{Delete}');
    await waitFor(() => expect(items()).toHaveLength(1));
    await userEvent.click(screen.getByRole('button', { name: 'Annuler' }));
    await waitFor(() => expect(focusedRow()).toBe(notification(1).id));
    const archived = () => table.rows.filter((row) => row.archived_at).map(({ id }) => id);
    await waitFor(() => expect(archived()).toEqual([notification(2).id]));
    expect(items()).toHaveLength(2);
  });

  it('works with Ctrl+Z from inside the list', async () => {
    renderScene(page, notifications(3));
    (await screen.findByRole('link', { name: /n°2/ })).focus();
    await userEvent.keyboard('{Delete}');
    await waitFor(() => expect(items()).toHaveLength(2));
    await userEvent.keyboard('{Control>}z{/Control}');
    await waitFor(() => expect(items()).toHaveLength(3));
    await waitFor(() => expect(focusedRow()).toBe(notification(2).id));
  });

  it('takes back "mark all as read", and says how many that were', async () => {
    const { table } = renderScene(page, notifications(25));
    await waitFor(() => expect(count()).toBe('25'));
    await userEvent.click(screen.getByRole('button', { name: 'Tout marquer comme lu' }));
    await screen.findByText('25 marquées comme lues');
    await userEvent.click(screen.getByRole('button', { name: 'Annuler' }));
    await waitFor(() => expect(table.unread()).toBe(25));
    await waitFor(() => expect(count()).toBe('25'));
    expect(document.activeElement).toBe(heading());
  });
});

describe('the focus', () => {
  it('goes to the next row when its row is archived', async () => {
    renderScene(page, notifications(3));
    (await screen.findByRole('link', { name: /n°2/ })).focus();
    await userEvent.keyboard('{Delete}');
    await waitFor(() => expect(focusedRow()).toBe(notification(1).id));
  });

  it('goes to the row before when the last one is archived, then to the title', async () => {
    renderScene(page, notifications(2));
    (await screen.findByRole('link', { name: /n°1/ })).focus();
    await userEvent.keyboard('{Delete}');
    await waitFor(() => expect(focusedRow()).toBe(notification(2).id));
    await userEvent.keyboard('{Delete}');
    await waitFor(() => expect(document.activeElement).toBe(heading()));
    expect(await screen.findByText('Vous êtes à jour')).toBeTruthy();
  });

  it('goes on when a filter for unread ones drops what was just read', async () => {
    renderScene(<NotificationInbox filters={{ isRead: false }} />, notifications(3, { link: null }));
    await userEvent.click(await screen.findByRole('button', { name: /^Non lue.*n°3/ }));
    await waitFor(() => expect(focusedRow()).toBe(notification(2).id));
    expect(items()).toHaveLength(2);
  });

  it('goes on when another tab archives the row that has it', async () => {
    const { join, table, realtime } = renderScene(page, notifications(3));
    await join();
    (await screen.findByRole('link', { name: /n°2/ })).focus();
    table.update((row) => row.id === notification(2).id, { archived_at: '2026-03-01T10:00:00Z' });
    await act(async () => realtime.channel?.broadcast('notification.updated'));
    await waitFor(() => expect(focusedRow()).toBe(notification(1).id));
  });

  it('stays where it is when someone has left the list', async () => {
    const { join, table, realtime } = renderScene(
      <>
        {page}
        <button type="button">ailleurs</button>
      </>,
      notifications(3),
    );
    await join();
    (await screen.findByRole('link', { name: /n°2/ })).focus();
    screen.getByText('ailleurs').focus();
    table.update((row) => row.id === notification(2).id, { archived_at: '2026-03-01T10:00:00Z' });
    await act(async () => realtime.channel?.broadcast('notification.updated'));
    await waitFor(() => expect(items()).toHaveLength(2));
    expect(document.activeElement).toBe(screen.getByText('ailleurs'));
  });

  it('goes from the button for more to the first of these, when there are no others', async () => {
    renderScene(page, notifications(25));
    const more = await screen.findByRole('button', { name: 'Afficher les précédentes' });
    more.focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(focusedRow()).toBe(notification(5).id));
  });

  it('goes to the title when a retry has worked', async () => {
    const { api } = renderScene(page, [], {}, (api) => api.fail('list'));
    const retry = await screen.findByRole('button', { name: 'Réessayer' });
    api.recover('list');
    await userEvent.click(retry);
    await waitFor(() => expect(document.activeElement).toBe(heading()));
  });

  it('walks the rows with the arrow keys, and stops at both ends', async () => {
    renderScene(page, notifications(45));
    (await screen.findByRole('link', { name: /n°45/ })).focus();
    await userEvent.keyboard('{ArrowUp}');
    expect(focusedRow()).toBe(notification(45).id);
    await userEvent.keyboard('{ArrowDown}'.repeat(25));
    expect(focusedRow()).toBe(items().at(-1)?.dataset.notificationId);
    await userEvent.keyboard('{ArrowUp}');
    expect(focusedRow()).toBe(items().at(-2)?.dataset.notificationId);
  });
});

describe('the menu acts', () => {
  it('marks unread what was read, and read what was not', async () => {
    const { table } = renderScene(page, notifications(1, { is_read: true }));
    await openMenu('ISQ critique n°1');
    await userEvent.click(screen.getByRole('menuitem', { name: 'Marquer comme non lue' }));
    await waitFor(() => expect(table.unread()).toBe(1));
    expect(count()).toBe('1');
    await openMenu('ISQ critique n°1');
    await userEvent.click(screen.getByRole('menuitem', { name: 'Marquer comme lue' }));
    await waitFor(() => expect(table.unread()).toBe(0));
  });

  it('mutes the subject and offers to hear of it again', async () => {
    const { api } = renderScene(page, notifications(1));
    await openMenu('ISQ critique n°1');
    await userEvent.click(screen.getByRole('menuitem', { name: 'Ne plus me parler de ce sujet' }));
    await screen.findByText('Vous n’en entendrez plus parler');
    expect([...api.muted.values()]).toEqual([
      {
        organisationId: notification(1).organisation_id,
        entityType: 'implant',
        entityId: notification(1).entity_id,
      },
    ]);
    await userEvent.click(screen.getByRole('button', { name: 'Annuler' }));
    await waitFor(() => expect(api.muted.size).toBe(0));
  });

  it('has nothing to mute where there is no subject', async () => {
    renderScene(page, notifications(1, { entity_type: null, entity_id: null }));
    await openMenu('ISQ critique n°1');
    expect(screen.queryByRole('menuitem', { name: /sujet/ })).toBeNull();
  });

  it('snoozes: the row leaves the inbox, and waits among those on pause with its hour', async () => {
    const scene = renderScene(page, notifications(2));
    await openMenu('ISQ critique n°2');
    await userEvent.click(screen.getByRole('menuitem', { name: /^Demain/ }));
    await waitFor(() => expect(items()).toHaveLength(1));
    await screen.findByText('Mise en pause');
    scene.unmount();
    renderScene(<NotificationInbox filters={{ view: 'snoozed' }} />, scene.table.rows);
    const item = await screen.findByText(/^En pause jusqu’à .*08:00$/);
    await openMenu('ISQ critique n°2');
    expect(item).toBeTruthy();
    await userEvent.click(screen.getByRole('menuitem', { name: 'Réveiller maintenant' }));
    await waitFor(() => expect(items()).toHaveLength(0));
    expect(await screen.findByText('Réveillée')).toBeTruthy();
  });

  it('snoozes until a date of one’s own', async () => {
    const { table } = renderScene(page, notifications(1));
    await openMenu('ISQ critique n°1');
    await userEvent.click(screen.getByRole('menuitem', { name: 'Choisir une date…' }));
    const field = within(screen.getByRole('dialog')).getByLabelText(/^En pause jusqu’à/);
    expect(document.activeElement).toBe(field);
    const nextYear = new Date().getFullYear() + 1;
    fireEvent.change(field, { target: { value: `${nextYear}-01-01T09:30` } });
    await userEvent.click(screen.getByRole('button', { name: 'Mettre en pause' }));
    const wanted = new Date(nextYear, 0, 1, 9, 30).toISOString();
    await waitFor(() => expect(table.rows[0]?.snoozed_until).toBe(wanted));
  });

  it('brings an archived one back', async () => {
    const { table } = renderScene(
      <NotificationInbox filters={{ view: 'archived' }} />,
      notifications(1, { archived_at: '2026-03-01T10:00:00Z' }),
    );
    await openMenu('ISQ critique n°1');
    expect(screen.queryByRole('menuitem', { name: /Demain/ })).toBeNull();
    await userEvent.click(screen.getByRole('menuitem', { name: 'Remettre dans la boîte de réception' }));
    await waitFor(() => expect(table.rows[0]?.archived_at).toBeNull());
    expect(screen.queryByRole('button', { name: 'Tout marquer comme lu' })).toBeNull();
  });
});
