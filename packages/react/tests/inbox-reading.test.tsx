// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { NotificationInbox } from '../src/index.ts';
import { Count, count, itemOf, items } from './support/inbox-page.tsx';
import { renderScene } from './support/render.tsx';
import { notification, notifications } from './support/rows.ts';

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
    const answer = api.hold('click');
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
    api.fail('click');
    const answer = api.hold('click');
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
    api.fail('click');
    const refuse = api.hold('click');
    await userEvent.click(screen.getByRole('link', { name: /n°3/ }));
    await waitFor(() => expect(api.calls).toContain('click'));
    api.recover('click');
    const accept = api.hold('click');
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
    const answer = api.hold('click');
    api.fail('click');
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

  it('tells the server of a click on what is read already, which had not been followed', async () => {
    const { api } = renderScene(<NotificationInbox onNavigate={vi.fn()} />, [
      notification(1, { is_read: true }),
    ]);
    await userEvent.click(await screen.findByRole('link'));
    expect(api.calls).toContain('click');
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
