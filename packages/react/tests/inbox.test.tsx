// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { NotificationBell, NotificationInbox, useUnreadCount } from '../src/index.ts';
import { renderScene } from './support/render.tsx';
import { notification, notifications, ORGANISATION_ID, uuid } from './support/rows.ts';

function Count() {
  return <output aria-label="count">{useUnreadCount().count}</output>;
}

const RouterLink = ({ href, ...props }: { href: string }) => <a {...props} href={`/fr${href}`} />;

const count = () => screen.getByLabelText('count').textContent;
const items = () => screen.getAllByRole('listitem', { hidden: true });
const itemOf = (title: string) => screen.getByText(title).closest('li') as HTMLLIElement;

describe('the list', () => {
  it('is an ordered list, newest first, that says severity and state in words', async () => {
    renderScene(<NotificationInbox />, [
      notification(1, { is_read: true, severity: 'INFO', title: 'Import terminé', message: '12 patients.' }),
      notification(2),
    ]);
    const [first, second] = within(await screen.findByRole('list')).getAllByRole('listitem');
    expect(within(first as HTMLElement).getByRole('link').textContent).toMatch(
      /^Non lue, Critique, ISQ critique n°2 Implant 2, une mesure est à vérifier\. /,
    );
    expect(within(second as HTMLElement).getByRole('link').textContent).toMatch(
      /^Information, Import terminé /,
    );
  });

  it('carries its state in data attributes', async () => {
    renderScene(<NotificationInbox />, [
      notification(1, { is_read: true }),
      notification(2, { severity: 'WARNING', priority: 'high' }),
    ]);
    const list = await screen.findByRole('list');
    const [unread, read] = within(list).getAllByRole('listitem');
    expect(unread?.dataset).toMatchObject({ unread: '', severity: 'WARNING', priority: 'high' });
    expect(read?.dataset.unread).toBeUndefined();
  });

  it('renders a notification without a link as a button that marks it read', async () => {
    const { table } = renderScene(<NotificationInbox />, [notification(1, { link: null })]);
    await userEvent.click(
      await screen.findByRole('button', { name: /^Non lue, Critique, ISQ critique n°1/ }),
    );
    await waitFor(() => expect(table.rows[0]?.is_read).toBe(true));
  });

  it('goes on beyond fifty rows, page after page, without a duplicate', async () => {
    const { table } = renderScene(<NotificationInbox />, notifications(65));
    for (const shown of [20, 40, 60, 65]) {
      await waitFor(() => expect(items()).toHaveLength(shown));
      if (shown === 20) table.insert(notification(66, { is_read: true }));
      const more = screen.queryByRole('button', { name: 'Afficher les précédentes' });
      if (more) await userEvent.click(more);
    }
    expect(new Set(items().map((item) => item.dataset.notificationId)).size).toBe(65);
  });

  it('shows a skeleton, then an empty state', async () => {
    renderScene(<NotificationInbox />);
    expect(screen.getByText('Chargement des notifications…')).toBeTruthy();
    expect(await screen.findByText('Vous êtes à jour')).toBeTruthy();
  });

  it('shows an error with a retry that works', async () => {
    const { api } = renderScene(<NotificationInbox />, notifications(1), {}, (api) => api.fail('list'));
    await screen.findByText('Impossible de charger les notifications.');
    api.recover('list');
    await userEvent.click(screen.getByRole('button', { name: 'Réessayer' }));
    expect(await screen.findByText('ISQ critique n°1')).toBeTruthy();
  });

  it('keeps what it knew when a refetch fails', async () => {
    const { api, join, arrive } = renderScene(<NotificationInbox />, notifications(2));
    await join();
    await screen.findByText('ISQ critique n°2');
    api.fail('list');
    await arrive(notification(3));
    await screen.findByText('Impossible de charger les notifications.');
    expect(items()).toHaveLength(2);
  });

  it('says so when the window is offline', async () => {
    const { join } = renderScene(<NotificationInbox />, notifications(1));
    await join();
    act(() => void window.dispatchEvent(new Event('offline')));
    expect(screen.getByText(/^Hors connexion/)).toBeTruthy();
  });

  it('narrows to the filters and to the organisation of the provider', async () => {
    renderScene(
      <NotificationInbox filters={{ isRead: false, q: 'n°2' }} />,
      [
        notification(1),
        notification(2),
        notification(22, { is_read: true }),
        notification(23, { organisation_id: uuid(99), title: 'ISQ critique n°2 ailleurs' }),
      ],
      { organisationId: ORGANISATION_ID },
    );
    await screen.findByText('ISQ critique n°2');
    expect(items()).toHaveLength(1);
  });
});

describe('new ones while the list is being read', () => {
  it('come in by themselves while nobody is on the list', async () => {
    const { join, arrive } = renderScene(<NotificationInbox />, notifications(1));
    await join();
    await screen.findByText('ISQ critique n°1');
    await arrive(notification(2));
    expect(await screen.findByText('ISQ critique n°2')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /nouvelle/ })).toBeNull();
  });

  it('come in with the list that is just being opened, wherever the focus is', async () => {
    const { api, table, join } = renderScene(<NotificationBell />, notifications(1));
    await join();
    await userEvent.click(screen.getByRole('button', { name: /^Notifications/ }));
    await screen.findByText('ISQ critique n°1');
    await userEvent.click(screen.getByRole('button', { name: 'Fermer' }));
    // Rang and not announced yet.
    table.insert(notification(2));
    const answer = api.hold('list');
    await userEvent.click(screen.getByRole('button', { name: /^Notifications/ }));
    (await screen.findByRole('link')).focus();
    answer();
    expect(await screen.findByText('ISQ critique n°2')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /nouvelle/ })).toBeNull();
  });

  it('wait behind a pill instead of moving what the focus is on', async () => {
    const { join, arrive } = renderScene(<NotificationInbox />, notifications(1));
    await join();
    (await screen.findByRole('link')).focus();
    await arrive(notification(2), notification(3));
    const pill = await screen.findByRole('button', { name: '2 nouvelles' });
    expect(items()).toHaveLength(1);
    await userEvent.click(pill);
    expect(items()).toHaveLength(3);
    expect(document.activeElement).toBe(screen.getByRole('list'));
    await arrive(notification(4));
    expect(await screen.findByRole('button', { name: '1 nouvelle' })).toBeTruthy();
  });
});

describe('reading', () => {
  it('shows at once, before the server has answered, and takes one off the count', async () => {
    const { api } = renderScene(
      <>
        <NotificationInbox onNavigate={vi.fn()} />
        <Count />
      </>,
      notifications(3),
    );
    await waitFor(() => expect(count()).toBe('3'));
    const answer = api.hold('markRead');
    await userEvent.click(await screen.findByRole('link', { name: /n°3/ }));
    await waitFor(() => expect(itemOf('ISQ critique n°3').dataset.unread).toBeUndefined());
    expect(count()).toBe('2');
    answer();
  });

  it('is undone, count included, when the server refuses', async () => {
    const { api } = renderScene(
      <>
        <NotificationInbox onNavigate={vi.fn()} />
        <Count />
      </>,
      notifications(3),
    );
    await screen.findByText('ISQ critique n°3');
    api.fail('markRead');
    const answer = api.hold('markRead');
    await userEvent.click(screen.getByRole('link', { name: /n°3/ }));
    await waitFor(() => expect(count()).toBe('2'));
    answer();
    await waitFor(() => expect(itemOf('ISQ critique n°3').dataset.unread).toBe(''));
    expect(count()).toBe('3');
    expect(screen.getByText('L’action n’a pas abouti. Réessayez.')).toBeTruthy();
  });

  it('undoes only the one that was refused when two are under way', async () => {
    const { api, table } = renderScene(
      <>
        <NotificationInbox onNavigate={vi.fn()} />
        <Count />
      </>,
      notifications(3),
    );
    await screen.findByText('ISQ critique n°3');
    await waitFor(() => expect(count()).toBe('3'));
    api.fail('markRead');
    const refuse = api.hold('markRead');
    await userEvent.click(screen.getByRole('link', { name: /n°3/ }));
    await waitFor(() => expect(api.calls).toContain('markRead'));
    api.recover('markRead');
    const accept = api.hold('markRead');
    await userEvent.click(screen.getByRole('link', { name: /n°2/ }));
    await waitFor(() => expect(count()).toBe('1'));
    refuse();
    await waitFor(() => expect(count()).toBe('2'));
    expect(itemOf('ISQ critique n°3').dataset.unread).toBe('');
    expect(itemOf('ISQ critique n°2').dataset.unread).toBeUndefined();
    accept();
    await waitFor(() => expect(table.unread()).toBe(2));
  });

  it('is not overwritten by a refetch that a hint asks for meanwhile', async () => {
    const { api, join, arrive, queryClient } = renderScene(
      <>
        <NotificationInbox onNavigate={vi.fn()} />
        <Count />
      </>,
      notifications(3),
    );
    await join();
    await screen.findByText('ISQ critique n°3');
    const answer = api.hold('markRead');
    api.fail('markRead');
    await userEvent.click(screen.getByRole('link', { name: /n°3/ }));
    await waitFor(() => expect(count()).toBe('2'));
    const listed = api.calls.filter((call) => call === 'list').length;
    await arrive(notification(4));
    // The hint is taken note of, and left to the write that is under way.
    await waitFor(() => {
      const known = queryClient.getQueryCache().findAll({ type: 'active' });
      expect(known.map((query) => query.state.isInvalidated)).toEqual([true, true]);
    });
    expect(api.calls.filter((call) => call === 'list')).toHaveLength(listed);
    expect(itemOf('ISQ critique n°3').dataset.unread).toBeUndefined();
    answer();
    expect(await screen.findByRole('button', { name: '1 nouvelle' })).toBeTruthy();
    await waitFor(() => expect(count()).toBe('4'));
  });

  it('does not ask the server again for what is read already', async () => {
    const { api } = renderScene(<NotificationInbox onNavigate={vi.fn()} />, [
      notification(1, { is_read: true }),
    ]);
    await userEvent.click(await screen.findByRole('link'));
    expect(api.calls).not.toContain('markRead');
  });

  it('marks everything read, also what is not loaded, and disables itself', async () => {
    const { table } = renderScene(
      <>
        <NotificationInbox />
        <Count />
      </>,
      notifications(45),
    );
    await waitFor(() => expect(count()).toBe('45'));
    const markAll = screen.getByRole('button', { name: 'Tout marquer comme lu' });
    expect(markAll.getAttribute('aria-disabled')).toBe('false');
    await userEvent.click(markAll);
    await waitFor(() => expect(count()).toBe('0'));
    expect(table.unread()).toBe(0);
    expect(markAll.getAttribute('aria-disabled')).toBe('true');
    expect(items().every((item) => item.dataset.unread === undefined)).toBe(true);
  });

  it('undoes "mark all" when the server refuses', async () => {
    const { api } = renderScene(
      <>
        <NotificationInbox />
        <Count />
      </>,
      notifications(45),
    );
    await waitFor(() => expect(count()).toBe('45'));
    api.fail('markAllRead');
    const answer = api.hold('markAllRead');
    await userEvent.click(screen.getByRole('button', { name: 'Tout marquer comme lu' }));
    await waitFor(() => expect(count()).toBe('0'));
    answer();
    await waitFor(() => expect(count()).toBe('45'));
    expect(items().every((item) => item.dataset.unread === '')).toBe(true);
  });
});

describe('archiving', () => {
  it('takes the row away at once, off the count too, and moves the focus to the title', async () => {
    const { api } = renderScene(
      <>
        <NotificationInbox />
        <Count />
      </>,
      notifications(2),
    );
    await waitFor(() => expect(count()).toBe('2'));
    const answer = api.hold('archive');
    await userEvent.click(await screen.findByRole('button', { name: 'Archiver, ISQ critique n°2' }));
    await waitFor(() => expect(items()).toHaveLength(1));
    expect(count()).toBe('1');
    expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Notifications' }));
    answer();
  });

  it('puts it back in its place when the server refuses', async () => {
    const { api } = renderScene(
      <>
        <NotificationInbox />
        <Count />
      </>,
      notifications(3),
    );
    await waitFor(() => expect(count()).toBe('3'));
    api.fail('archive');
    const answer = api.hold('archive');
    await userEvent.click(await screen.findByRole('button', { name: 'Archiver, ISQ critique n°2' }));
    await waitFor(() => expect(items()).toHaveLength(2));
    answer();
    await waitFor(() => expect(items()).toHaveLength(3));
    expect(items()[1]?.dataset.notificationId).toBe(notification(2).id);
    expect(count()).toBe('3');
  });
});

describe('links', () => {
  it('hand a plain click to the router and leave a modified one to the browser', async () => {
    const onNavigate = vi.fn();
    const { table } = renderScene(
      <NotificationInbox onNavigate={onNavigate} />,
      notifications(2, { link: '#implant' }),
    );
    const second = await screen.findByRole('link', { name: /n°2/ });
    expect(second.getAttribute('href')).toBe('#implant');

    expect(fireEvent.click(second)).toBe(false);
    expect(onNavigate).toHaveBeenCalledTimes(1);

    const first = screen.getByRole('link', { name: /n°1/ });
    expect(fireEvent.click(first, { ctrlKey: true })).toBe(true);
    expect(onNavigate).toHaveBeenCalledTimes(1);
    await waitFor(() => expect(table.unread()).toBe(0));
  });

  it('are rendered by the component that the router brings', async () => {
    renderScene(<NotificationInbox />, notifications(1), { linkComponent: RouterLink });
    expect((await screen.findByRole('link')).getAttribute('href')).toBe(`/fr${notification(1).link}`);
  });
});
