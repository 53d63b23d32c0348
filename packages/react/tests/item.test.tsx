// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { NotificationInbox, NotificationItem } from '../src/index.ts';
import { items } from './support/inbox-page.tsx';
import { renderScene } from './support/render.tsx';
import { notification, notifications } from './support/rows.ts';

const renderers = { ISQ_WARNING: () => <strong>À revoir</strong> };

it('says a pressing priority in a word, and an ordinary one not at all', async () => {
  renderScene(<NotificationInbox />, [
    notification(1, { priority: 'normal' }),
    notification(2, { priority: 'high' }),
    notification(3),
  ]);
  await screen.findByText('ISQ critique n°3');
  const words = items().map((item) => within(item).queryByText(/^Priorité/)?.textContent);
  expect(words).toEqual(['Priorité critique', 'Priorité haute', undefined]);
});

it('has no menu without someone to act', () => {
  renderScene(
    <ol>
      <NotificationItem notification={notification(1)} className="mine" data-mine="" />
    </ol>,
  );
  const item = screen.getByRole('listitem');
  expect(item.className).toBe('cn-item mine');
  expect(item.dataset.mine).toBe('');
  expect(within(item).queryByRole('button')).toBeNull();
});

it('tells whoever uses it alone what was chosen in its menu', async () => {
  const onAction = vi.fn();
  renderScene(
    <ol>
      <NotificationItem notification={notification(1)} onAction={onAction} />
    </ol>,
  );
  await userEvent.click(screen.getByRole('button', { name: 'Actions, ISQ critique n°1' }));
  await userEvent.click(screen.getByRole('menuitem', { name: /^Demain/ }));
  expect(onAction).toHaveBeenCalledWith('snooze', notification(1), expect.any(Date));
});

it('can say something else by type, and keeps its date, its link and its menu', async () => {
  renderScene(<NotificationInbox renderers={renderers} />, [
    notification(1, { type: 'ISQ_WARNING' }),
    notification(2),
  ]);
  await screen.findByText('ISQ critique n°2');
  const own = screen.getByText('À revoir').closest('li') as HTMLElement;
  expect(within(own).queryByText('ISQ critique n°1')).toBeNull();
  expect(within(own).getByRole('link').getAttribute('href')).toBe(notification(1).link);
  expect(within(own).getByRole('button', { name: 'Actions, ISQ critique n°1' })).toBeTruthy();
});

it('can be wrapped or replaced by the page', async () => {
  renderScene(
    <NotificationInbox
      renderItem={(row, item) => (row.is_read ? <li key={row.id}>lue</li> : item)}
      renderEmpty={() => <p>Rien de neuf</p>}
    />,
    [notification(1, { is_read: true }), notification(2)],
  );
  await screen.findByText('ISQ critique n°2');
  expect(screen.getByText('lue')).toBeTruthy();
  expect(items()).toHaveLength(1);
});

it('leaves the words for an empty list to the page', async () => {
  renderScene(<NotificationInbox renderEmpty={() => <p>Rien de neuf</p>} />);
  expect(await screen.findByText('Rien de neuf')).toBeTruthy();
  expect(screen.queryByText('Vous êtes à jour')).toBeNull();
});

it('marks what is around the screen seen, once each and at most a hundred at a time', async () => {
  const sent: string[][] = [];
  const { table } = renderScene(<NotificationInbox pageSize={100} />, notifications(120), {}, (api) => {
    const markSeen = api.markSeen;
    vi.spyOn(api, 'markSeen').mockImplementation((ids) => {
      sent.push(ids);
      return markSeen(ids);
    });
  });
  await userEvent.click(await screen.findByRole('button', { name: 'Afficher les précédentes' }));
  await waitFor(() => expect(table.rows.every((row) => row.seen_at !== null)).toBe(true));
  expect(Math.max(...sent.map((ids) => ids.length))).toBeLessThanOrEqual(100);
  expect(new Set(sent.flat()).size).toBe(sent.flat().length);
});
