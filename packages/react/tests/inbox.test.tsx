// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { NotificationBell, NotificationInbox } from '../src/index.ts';
import { items } from './support/inbox-page.tsx';
import { renderScene } from './support/render.tsx';
import { notification, notifications, ORGANISATION_ID, uuid } from './support/rows.ts';

const RouterLink = ({ href, ...props }: { href: string }) => <a {...props} href={`/fr${href}`} />;

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

  it('says only that, and not besides that what it shows could not be read again', async () => {
    const { api, join, queryClient } = renderScene(<NotificationInbox />, notifications(1));
    await join();
    await screen.findByText('ISQ critique n°1');
    api.fail('list');
    act(() => void window.dispatchEvent(new Event('offline')));
    api.calls.length = 0;
    await act(() => queryClient.invalidateQueries());
    expect(api.calls).toContain('list');
    expect(screen.getByText(/^Hors connexion/)).toBeTruthy();
    expect(screen.queryByText('Impossible de charger les notifications.')).toBeNull();
    expect(items()).toHaveLength(1);
    act(() => void window.dispatchEvent(new Event('online')));
    expect(await screen.findByText('Impossible de charger les notifications.')).toBeTruthy();
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
