// @vitest-environment jsdom
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { NotificationBell, NotificationInbox } from '../src/index.ts';
import { NotificationToaster } from '../src/toaster.ts';
import { items, openMenu } from './support/inbox-page.tsx';
import { renderScene, type Scene } from './support/render.tsx';
import { notification, notifications, uuid } from './support/rows.ts';

// axe draws text to find icon fonts, which jsdom cannot.
beforeEach(() => void vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null));

/** Colours need a real browser's layout. */
async function violations() {
  const { violations: found } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

const inbox = <NotificationInbox tabs search preferencesHref="/preferences" />;

const states: [string, () => Promise<unknown>][] = [
  [
    'with notifications of every kind',
    async () => {
      renderScene(inbox, [
        ...notifications(2),
        notification(3, { link: null, severity: 'WARNING', priority: 'high', is_read: true }),
        ...[4, 5, 6, 7].map((n) => notification(n, { entity_id: uuid(700), severity: 'INFO' })),
      ]);
      await screen.findByRole('button', { name: /semblables/ });
    },
  ],
  [
    'unfolded',
    async () => {
      renderScene(
        inbox,
        [4, 5, 6, 7].map((n) => notification(n, { entity_id: uuid(700) })),
      );
      await userEvent.click(await screen.findByRole('button', { name: /semblables/ }));
    },
  ],
  ['loading', async () => renderScene(inbox, [], {}, (api) => void api.hold('list'))],
  [
    'empty',
    async () => {
      renderScene(inbox);
      await screen.findByText('Vous êtes à jour');
    },
  ],
  [
    'without a result',
    async () => {
      renderScene(inbox, notifications(1));
      await userEvent.type(screen.getByRole('searchbox'), 'zirconium');
      await screen.findByText(/^Aucun résultat/);
    },
  ],
  [
    'with an error',
    async () => {
      renderScene(inbox, [], {}, (api) => api.fail('list'));
      await screen.findByText('Impossible de charger les notifications.');
    },
  ],
  [
    'offline',
    async () => {
      const { join } = renderScene(inbox, notifications(1));
      await join();
      act(() => void window.dispatchEvent(new Event('offline')));
      await screen.findByText(/^Hors connexion/);
    },
  ],
  [
    'with a menu open',
    async () => {
      renderScene(inbox, notifications(2));
      await openMenu('ISQ critique n°2');
    },
  ],
  [
    'with the date form open',
    async () => {
      renderScene(inbox, notifications(2));
      await openMenu('ISQ critique n°2');
      await userEvent.click(screen.getByRole('menuitem', { name: 'Choisir une date…' }));
    },
  ],
  [
    'with an offer to undo',
    async () => {
      renderScene(inbox, notifications(2));
      await userEvent.click(await screen.findByRole('button', { name: 'Archiver, ISQ critique n°2' }));
      await screen.findByRole('button', { name: 'Annuler' });
    },
  ],
  [
    'with a refused action',
    async () => {
      renderScene(inbox, notifications(2), {}, (api) => api.fail('update'));
      await userEvent.click(await screen.findByRole('button', { name: 'Archiver, ISQ critique n°2' }));
      await screen.findByText(/^L’action n’a pas abouti/);
    },
  ],
  [
    'of what is on pause',
    async () => {
      const later = new Date(Date.now() + 86_400_000).toISOString();
      renderScene(
        <NotificationInbox tabs filters={{ view: 'snoozed' }} />,
        notifications(1, { snoozed_until: later }),
      );
      await screen.findByText(/^En pause jusqu’à/);
    },
  ],
];

describe('finds no violation in the inbox', () => {
  it.each(states)('%s', async (_state, prepare) => {
    await prepare();
    expect(await violations()).toEqual([]);
  });
});

describe('finds no violation in the bell', () => {
  const page = (
    <>
      <NotificationBell inboxHref="/notifications" preferencesHref="/preferences" />
      <NotificationToaster />
    </>
  );

  it('closed', async () => {
    renderScene(page, notifications(2));
    await screen.findByRole('button', { name: 'Notifications, 2 non lues' });
    expect(await violations()).toEqual([]);
  });

  it('open, with new ones behind the pill and in toasts', async () => {
    const { join, arrive }: Scene = renderScene(page, [
      ...notifications(2),
      notification(3, { link: null, severity: 'WARNING', is_read: true }),
    ]);
    await join();
    await userEvent.click(await screen.findByRole('button', { name: /^Notifications/ }));
    await screen.findByText('ISQ critique n°3');
    (await screen.findByRole('link', { name: /n°2/ })).focus();
    await arrive(notification(4), notification(5, { severity: 'INFO' }));
    await screen.findByRole('button', { name: '2 nouvelles' });
    await waitFor(() => expect(items().length).toBeGreaterThan(3));
    expect(await violations()).toEqual([]);
  });
});
