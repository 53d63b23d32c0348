// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { groupRows } from '../src/components/internal/group-rows.ts';
import { NotificationInbox, type NotificationRow } from '../src/index.ts';
import { itemOf, items } from './support/inbox-page.tsx';
import { renderScene } from './support/render.tsx';
import { notification, uuid } from './support/rows.ts';

const alike = (from: number, to: number, overrides: Partial<NotificationRow> = {}) =>
  Array.from({ length: to - from + 1 }, (_, index) =>
    notification(from + index, { entity_id: uuid(700), ...overrides }),
  );
const more = () => screen.findByRole('button', { name: 'Afficher 3 notifications semblables' });

describe('a run of like notifications', () => {
  it('shows the newest and folds the others behind a button', async () => {
    renderScene(<NotificationInbox />, [...alike(1, 4), notification(5)]);
    const button = await more();
    expect(button.getAttribute('aria-expanded')).toBe('false');
    expect(items().map((item) => item.dataset.notificationId)).toEqual([uuid(5), uuid(4)]);
    await userEvent.click(button);
    expect(button.getAttribute('aria-expanded')).toBe('true');
    expect(items()).toHaveLength(5);
    expect(document.activeElement).toBe(button);
    await userEvent.click(button);
    expect(items()).toHaveLength(2);
  });

  it('is acted on as a whole while it is folded', async () => {
    const { table } = renderScene(<NotificationInbox />, [...alike(1, 4), notification(5)]);
    await more();
    const name = 'Actions, ISQ critique n°4, 4 notifications';
    await userEvent.click(screen.getByRole('button', { name }));
    await userEvent.click(screen.getByRole('menuitem', { name: 'Archiver' }));
    await screen.findByText('4 archivées');
    await waitFor(() => expect(table.rows.filter((row) => row.archived_at)).toHaveLength(4));
    await userEvent.click(screen.getByRole('button', { name: 'Annuler' }));
    await waitFor(() => expect(table.rows.filter((row) => row.archived_at)).toHaveLength(0));
  });

  it('is acted on one by one when it is unfolded, and stays so', async () => {
    const { table, join, arrive } = renderScene(<NotificationInbox />, alike(1, 5));
    await join();
    await userEvent.click(await screen.findByRole('button', { name: /^Afficher 4/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Archiver, ISQ critique n°5' }));
    await waitFor(() => expect(table.rows.filter((row) => row.archived_at)).toHaveLength(1));
    expect(items()).toHaveLength(4);
    await arrive(...alike(6, 6));
    await userEvent.click(await screen.findByRole('button', { name: '1 nouvelle' }));
    expect(items()).toHaveLength(5);
    expect(itemOf('ISQ critique n°6')).toBeTruthy();
  });

  it('reads and follows the newest alone', async () => {
    const { table } = renderScene(<NotificationInbox onNavigate={() => {}} />, alike(1, 4));
    await more();
    await userEvent.click(screen.getByRole('link', { name: /n°4/ }));
    await waitFor(() => expect(table.unread()).toBe(3));
  });

  it('is left alone without grouping', async () => {
    renderScene(<NotificationInbox group={false} />, alike(1, 4));
    await waitFor(() => expect(items()).toHaveLength(4));
  });
});

describe('what counts as alike', () => {
  const sizes = (rows: NotificationRow[]) => groupRows(rows).map((run) => run.length);

  it('takes at least four', () => {
    expect(sizes(alike(1, 3))).toEqual([1, 1, 1]);
    expect(sizes(alike(1, 4))).toEqual([4]);
  });

  it('is the same type, organisation, subject and day', () => {
    const four = alike(1, 4);
    for (const other of [
      { type: 'ISQ_WARNING' },
      { organisation_id: uuid(9) },
      { entity_id: uuid(8) },
      { created_at: '2026-03-07T08:00:00Z' },
    ] satisfies Partial<NotificationRow>[]) {
      expect(sizes([...four, notification(9, { entity_id: uuid(700), ...other })])).toEqual([4, 1]);
    }
  });

  it('is the patient, where there is one, whatever happened to which implant', () => {
    const rows = [1, 2, 3, 4].map((n) => notification(n, { patient_id: uuid(50) }));
    expect(sizes(rows)).toEqual([4]);
  });

  it('is never nothing at all: without a subject, each stays alone', () => {
    expect(sizes(alike(1, 5, { entity_id: null }))).toEqual([1, 1, 1, 1, 1]);
  });
});
