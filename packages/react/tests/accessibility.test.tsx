// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { beforeEach, expect, it, vi } from 'vitest';
import { NotificationBell, NotificationPreferences, NotificationToaster } from '../src/index.ts';
import { FakePreferences } from './support/fake-preferences.ts';
import { renderScene } from './support/render.tsx';
import { notification, notifications, ORGANISATION_ID } from './support/rows.ts';

// axe draws text to find icon fonts, which jsdom cannot.
beforeEach(() => void vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null));

/** Colours need a real browser's layout. */
async function violations() {
  const { violations: found } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

it('finds no violation in the bell, its dialog and a toast', async () => {
  const { join, arrive } = renderScene(
    <>
      <NotificationBell inboxHref="/notifications" preferencesHref="/preferences" />
      <NotificationToaster />
    </>,
    [...notifications(2), notification(3, { link: null, severity: 'WARNING', is_read: true })],
  );
  await join();
  await userEvent.click(await screen.findByRole('button', { name: /^Notifications/ }));
  await screen.findByText('ISQ critique n°3');
  await arrive(notification(4));
  await screen.findAllByText('ISQ critique n°4');
  expect(await violations()).toEqual([]);
});

it('finds no violation in the preferences', async () => {
  const { client } = new FakePreferences();
  renderScene(<NotificationPreferences organisationId={ORGANISATION_ID} />, [], { client });
  await screen.findByRole('group', { name: 'Alertes cliniques' });
  expect(await violations()).toEqual([]);
});
