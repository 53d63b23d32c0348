// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { NotificationBell, NotificationInbox, useConnectionStatus } from '../src/index.ts';
import { NotificationToaster } from '../src/toaster.ts';
import { renderScene, type Scene } from './support/render.tsx';
import { notification, notifications } from './support/rows.ts';

const info = (n: number) => notification(n, { severity: 'INFO', priority: 'normal' });
const region = () => screen.getByRole('region', { name: 'Nouvelles notifications' });
const toasts = () => within(region()).queryAllByRole('listitem');

function Status() {
  return <output aria-label="connection">{useConnectionStatus()}</output>;
}

async function isLive(scene: Scene) {
  const channel = await scene.join();
  await waitFor(() => expect(screen.getByLabelText('connection').textContent).toBe('live'));
  return channel;
}

/** A page whose user is signed in, caught up and looking. */
async function livePage(rows = notifications(3), options = {}) {
  const scene = renderScene(
    <>
      <Status />
      <NotificationToaster {...options} />
    </>,
    rows,
  );
  await isLive(scene);
  return scene;
}

describe('what becomes a toast', () => {
  it('is what arrives from now on, not what was there', async () => {
    const { arrive } = await livePage();
    expect(toasts()).toHaveLength(0);
    await arrive(info(4));
    expect(await within(region()).findByRole('link', { name: /n°4/ })).toBeTruthy();
    expect(toasts()).toHaveLength(1);
  });

  it('is not what the first catch-up finds', async () => {
    const scene = renderScene(
      <>
        <Status />
        <NotificationInbox />
        <NotificationToaster />
      </>,
      notifications(3),
    );
    await screen.findByText('ISQ critique n°3');
    scene.table.insert(info(4));
    await isLive(scene);
    await screen.findByText('ISQ critique n°4');
    expect(toasts()).toHaveLength(0);
  });

  it('is not what an older page brings', async () => {
    const scene = renderScene(
      <>
        <Status />
        <NotificationInbox />
        <NotificationToaster />
      </>,
      notifications(25),
    );
    await isLive(scene);
    await userEvent.click(screen.getByRole('button', { name: 'Afficher les précédentes' }));
    await screen.findByText('ISQ critique n°1');
    expect(toasts()).toHaveLength(0);
  });

  it('is what a later catch-up finds, after a lost connection', async () => {
    const { realtime, table, join } = await livePage();
    await act(async () => realtime.channel?.status('CLOSED'));
    table.insert(info(4));
    await join();
    expect(await within(region()).findByRole('link', { name: /n°4/ })).toBeTruthy();
  });

  it('is the first one ever of an empty inbox', async () => {
    const { arrive } = await livePage([]);
    await arrive(info(1));
    expect(await within(region()).findByRole('link', { name: /n°1/ })).toBeTruthy();
  });

  it('is not what has been read elsewhere already', async () => {
    const { arrive, api } = await livePage();
    const before = api.calls.filter((call) => call === 'list').length;
    await arrive({ ...info(4), is_read: true });
    await waitFor(() => expect(api.calls.filter((call) => call === 'list').length).toBeGreaterThan(before));
    expect(toasts()).toHaveLength(0);
  });

  it('is at most three at a time, the newest ones', async () => {
    const { arrive } = await livePage([]);
    await arrive(...[1, 2, 3, 4, 5].map(info));
    await waitFor(() => expect(toasts()).toHaveLength(3));
    expect(toasts()[0]?.textContent).toContain('n°5');
  });

  it('says for the eye how many there are beside the first, for a page with room for one', async () => {
    const { arrive } = await livePage([]);
    await arrive(info(1));
    await waitFor(() => expect(toasts()).toHaveLength(1));
    expect(screen.queryByText(/^\+/)).toBeNull();
    await arrive(info(2), info(3));
    const more = await screen.findByText('+2');
    expect(more.getAttribute('aria-hidden')).toBe('true');
  });
});

describe('a toast', () => {
  it('makes no room for others when it is critical, however many there are', async () => {
    const { arrive } = await livePage();
    await arrive(notification(4));
    await waitFor(() => expect(toasts()).toHaveLength(1));
    await arrive(info(5), info(6), info(7), info(8));
    await waitFor(() => expect(toasts()).toHaveLength(4));
    expect(within(region()).getByRole('link', { name: /n°4/ })).toBeTruthy();
    expect(within(region()).queryByRole('link', { name: /n°5/ })).toBeNull();
  });

  it('is announced assertively when critical, politely otherwise', async () => {
    const { arrive } = await livePage();
    await arrive(notification(4), info(5));
    const alert = within(region()).getByRole('alert');
    const status = within(region()).getByRole('status');
    expect(await within(alert).findByText('ISQ critique n°4')).toBeTruthy();
    expect(within(status).getByText('ISQ critique n°5')).toBeTruthy();
  });

  it('leaves when it is dismissed, and stays unread', async () => {
    const { arrive, table } = await livePage([]);
    await arrive(notification(1));
    await userEvent.click(await screen.findByRole('button', { name: 'Fermer, ISQ critique n°1' }));
    expect(toasts()).toHaveLength(0);
    expect(table.unread()).toBe(1);
  });

  it('hands the focus to the next one when it is dismissed, and back after the last', async () => {
    const scene = renderScene(
      <>
        <Status />
        <button type="button">page</button>
        <NotificationToaster />
      </>,
      [],
    );
    await isLive(scene);
    await scene.arrive(info(1), info(2));
    const last = await screen.findByRole('button', { name: 'Fermer, ISQ critique n°1' });
    screen.getByText('page').focus();
    await userEvent.tab();
    await userEvent.tab();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Fermer, ISQ critique n°2' }));
    await userEvent.keyboard('{Enter}');
    expect(toasts()).toHaveLength(1);
    expect(document.activeElement).toBe(last);
    await userEvent.keyboard('{Enter}');
    expect(toasts()).toHaveLength(0);
    expect(document.activeElement).toBe(screen.getByText('page'));
  });

  it('hands the focus on when it leads nowhere and is closed, and the clock runs again after the last', async () => {
    const { arrive } = await livePage(notifications(3), { durationMs: 300 });
    const outside = document.createElement('button');
    document.body.append(outside);
    outside.focus();
    await arrive({ ...info(4), link: null });
    const close = await within(region()).findByRole('button', { name: /^Fermer/ });
    act(() => close.focus());
    await userEvent.click(close);
    expect(document.activeElement).toBe(outside);
    await arrive(info(5));
    await waitFor(() => expect(toasts()).toHaveLength(1));
    await waitFor(() => expect(toasts()).toHaveLength(0));
    outside.remove();
  });

  it('reads and goes there when it is clicked', async () => {
    const onNavigate = vi.fn();
    const { arrive, table } = await livePage([], { onNavigate });
    await arrive(notification(1));
    await userEvent.click(await screen.findByRole('link'));
    expect(onNavigate).toHaveBeenCalledWith(notification(1).link, expect.anything());
    await waitFor(() => expect(table.unread()).toBe(0));
    expect(toasts()).toHaveLength(0);
  });

  it('leaves when it is read in another tab', async () => {
    const { arrive, table, realtime } = await livePage([]);
    await arrive(notification(1));
    await screen.findByRole('link');
    table.update(() => true, { is_read: true });
    await act(async () => realtime.channel?.broadcast('notification.updated'));
    await waitFor(() => expect(toasts()).toHaveLength(0));
  });

  it('leaves after its time, unless it is critical', async () => {
    const { arrive } = await livePage([], { durationMs: 50 });
    await arrive(notification(1), info(2));
    await screen.findByRole('link', { name: /n°1/ });
    await waitFor(() => expect(screen.queryByRole('link', { name: /n°2/ })).toBeNull());
    expect(screen.getByRole('link', { name: /n°1/ })).toBeTruthy();
  });

  it('keeps its remaining time while the pointer or the focus rests on it', async () => {
    const { arrive } = await livePage([], { durationMs: 10_000 });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    try {
      await act(async () => {
        await arrive(info(1));
        await vi.advanceTimersByTimeAsync(500);
      });
      await act(() => vi.advanceTimersByTimeAsync(6_000));
      fireEvent.pointerEnter(region());
      await act(() => vi.advanceTimersByTimeAsync(60_000));
      expect(toasts()).toHaveLength(1);
      fireEvent.pointerLeave(region());
      await act(() => vi.advanceTimersByTimeAsync(2_000));
      expect(toasts()).toHaveLength(1);
      await act(() => vi.advanceTimersByTimeAsync(2_500));
      expect(toasts()).toHaveLength(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

it('leaves announcing to the toaster when there is one', async () => {
  const scene = renderScene(
    <>
      <Status />
      <NotificationBell />
      <NotificationToaster />
    </>,
    [],
  );
  await isLive(scene);
  await scene.arrive(info(1));
  await screen.findByRole('link', { name: /n°1/ });
  await screen.findByRole('button', { name: 'Notifications, 1 non lue' });
  expect(screen.queryByText('1 nouvelle notification')).toBeNull();
});
