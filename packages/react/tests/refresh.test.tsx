// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { NotificationInbox, useUnreadCount } from '../src/index.ts';
import { renderScene } from './support/render.tsx';
import { notification, notifications } from './support/rows.ts';

function Count() {
  return <output aria-label="count">{useUnreadCount().count}</output>;
}

it('loses nothing that is committed between the first fetch and the join', async () => {
  let releaseCount = () => {};
  let releaseList = () => {};
  const scene = renderScene(
    <>
      <Count />
      <NotificationInbox />
    </>,
    notifications(2),
    {},
    (api) => {
      releaseCount = api.hold('unread');
      releaseList = api.hold('list');
    },
  );
  // The first fetch has read the table, but its answer is still on the way.
  await waitFor(() => expect(scene.api.calls).toContain('list'));
  scene.table.insert(notification(3));
  await scene.join();
  releaseCount();
  releaseList();

  expect(await screen.findByText('ISQ critique n°3')).toBeTruthy();
  await waitFor(() => expect(screen.getByLabelText('count').textContent).toBe('3'));
});

it('catches up with what was missed when the channel comes back', async () => {
  const { join, realtime, table } = renderScene(<NotificationInbox />, notifications(1));
  const first = await join();
  await screen.findByText('ISQ critique n°1');
  table.insert(notification(2));
  first.status('CLOSED');
  await waitFor(() => expect(realtime.made.length).toBeGreaterThan(1));
  await join();
  expect(await screen.findByText('ISQ critique n°2')).toBeTruthy();
});

it('mounts twice under StrictMode and keeps a single channel', async () => {
  const { join, realtime, unmount } = renderScene(<Count />, []);
  await join();
  expect(realtime.open).toHaveLength(1);
  unmount();
  expect(realtime.open).toHaveLength(0);
});

it('hears a hint that comes while the refetch after a write is on its way', async () => {
  const { api, join, arrive } = renderScene(<NotificationInbox onNavigate={() => {}} />, notifications(1));
  await join();
  const link = await screen.findByRole('link');
  const listed = api.calls.filter((call) => call === 'list').length;
  const release = api.hold('list');
  await userEvent.click(link);
  await waitFor(() => expect(api.calls.filter((call) => call === 'list').length).toBeGreaterThan(listed));
  await arrive(notification(2));
  release();
  expect(await screen.findByRole('button', { name: '1 nouvelle' })).toBeTruthy();
});
