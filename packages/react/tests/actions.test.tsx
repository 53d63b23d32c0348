// @vitest-environment jsdom
import { act, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import {
  type NotificationActions,
  type NotificationRow,
  type NotificationsProviderProps,
  useNotificationActions,
  useNotifications,
  useUnreadCount,
} from '../src/index.ts';
import { FakeBroadcastChannel, installBrowser, removeBrowser } from './support/fake-browser.ts';
import { renderScene, type Scene } from './support/render.tsx';
import { notification, notifications, ORGANISATION_ID, uuid } from './support/rows.ts';

const TOMORROW = new Date(Date.now() + 86_400_000);
const NEXT_WEEK = new Date(Date.now() + 7 * 86_400_000).toISOString();

interface Inbox {
  rows: NotificationRow[];
  snoozed: NotificationRow[];
  count: number | undefined;
  actions: NotificationActions;
}

let inbox: Inbox;

function Page() {
  inbox = {
    rows: useNotifications().notifications,
    snoozed: useNotifications({ view: 'snoozed' }).notifications,
    count: useUnreadCount().count,
    actions: useNotificationActions(),
  };
  return null;
}

const read = { is_read: true, read_at: notification(1).created_at };

/** Unread: 6, 5 and 4. Read: 3, 2 and 1. */
async function openInbox(
  rows = [...notifications(3, read), ...[4, 5, 6].map((n) => notification(n))],
  props: Partial<NotificationsProviderProps> = {},
) {
  const scene = renderScene(<Page />, rows, props);
  const listed = rows.filter((row) => !props.organisationId || row.organisation_id === props.organisationId);
  await waitFor(() => expect(inbox.rows.length + inbox.snoozed.length).toBe(listed.length));
  await waitFor(() => expect(inbox.count).toBeDefined());
  return scene;
}

/** The last write has arrived, and everything was read again after it. */
const settled = ({ api, queryClient }: Scene) =>
  waitFor(() => {
    const last = Math.max(api.calls.lastIndexOf('update'), api.calls.lastIndexOf('markAllRead'));
    expect(api.calls.slice(last)).toEqual(expect.arrayContaining(['list', 'unread']));
    expect(queryClient.isFetching()).toBe(0);
  });

const shown = () =>
  inbox.rows.map(({ id, is_read }) => `${Number(id.slice(-2))}${is_read ? '' : '*'}`).join(' ');
const stored = ({ table }: Scene) =>
  [...table.rows]
    .sort((a, b) => b.id.localeCompare(a.id))
    .map(
      (row) =>
        `${Number(row.id.slice(-2))}${row.is_read ? '' : '*'}${row.archived_at ? 'a' : ''}${row.snoozed_until ? 's' : ''}`,
    )
    .join(' ');
const rowsOf = (...numbers: number[]) => inbox.rows.filter(({ id }) => numbers.map(uuid).includes(id));

type Kind = NonNullable<NotificationActions['undoable']>['kind'];

interface Case {
  what: string;
  kind: Kind;
  how: () => void;
  /** How the list looks then, and the count. */
  after: string;
  count: number;
  /** How many changed. */
  changed: number;
  kept: string;
}

const cases: Case[] = [
  {
    what: 'marking read',
    kind: 'read',
    how: () => inbox.actions.markRead(rowsOf(6, 5, 1)),
    after: '6 5 4* 3 2 1',
    count: 1,
    changed: 2,
    kept: '6 5 4* 3 2 1',
  },
  {
    what: 'marking unread',
    kind: 'unread',
    how: () => inbox.actions.markUnread(rowsOf(6, 2)),
    after: '6* 5* 4* 3 2* 1',
    count: 4,
    changed: 1,
    kept: '6* 5* 4* 3 2* 1',
  },
  {
    what: 'archiving',
    kind: 'archived',
    how: () => inbox.actions.archive(rowsOf(5, 2)),
    after: '6* 4* 3 1',
    count: 2,
    changed: 2,
    kept: '6* 5*a 4* 3 2a 1',
  },
  {
    what: 'snoozing',
    kind: 'snoozed',
    how: () => inbox.actions.snooze(rowsOf(5, 2), TOMORROW),
    after: '6* 4* 3 1',
    count: 2,
    changed: 2,
    kept: '6* 5*s 4* 3 2*s 1',
  },
];

describe('an action', () => {
  it.each(cases)('$what shows at once, is kept, and can be taken back', async (one) => {
    const scene = await openInbox();
    const before = stored(scene);
    act(one.how);
    await waitFor(() => expect(shown()).toBe(one.after));
    expect(inbox.count).toBe(one.count);
    expect(inbox.actions.undoable).toMatchObject({ kind: one.kind, count: one.changed });
    await settled(scene);
    expect(stored(scene)).toBe(one.kept);
    expect([shown(), inbox.count]).toEqual([one.after, one.count]);
    act(() => inbox.actions.undo());
    await waitFor(() => expect(shown()).toBe('6* 5* 4* 3 2 1'));
    expect(inbox.count).toBe(3);
    expect(inbox.actions.undoable).toBeNull();
    await settled(scene);
    expect(stored(scene)).toBe(before);
    expect([shown(), inbox.count]).toEqual(['6* 5* 4* 3 2 1', 3]);
  });

  it.each(cases)('$what, when refused, is put back with its count and cannot be undone', async ({ how }) => {
    const scene = await openInbox();
    scene.api.fail('update');
    act(how);
    await waitFor(() => expect(inbox.actions.failed).toBe(true));
    await waitFor(() => expect(shown()).toBe('6* 5* 4* 3 2 1'));
    expect(inbox).toMatchObject({ count: 3, actions: { undoable: null } });
    scene.api.recover('update');
    act(() => inbox.actions.markRead(rowsOf(6)));
    expect(inbox.actions.failed).toBe(false);
  });

  it('of marking everything read takes the whole count off, and gives it back', async () => {
    const elsewhere = notification(99, { organisation_id: uuid(900) });
    const scene = await openInbox([...notifications(40), elsewhere].slice(30), {
      organisationId: ORGANISATION_ID,
    });
    expect(inbox.count).toBe(10);
    act(() => inbox.actions.markAllRead());
    await waitFor(() => expect(inbox.count).toBe(0));
    expect(inbox.rows.every((row) => row.is_read)).toBe(true);
    await waitFor(() => expect(inbox.actions.undoable).toMatchObject({ kind: 'allRead', count: 10 }));
    expect(scene.table.rows.find(({ id }) => id === elsewhere.id)?.is_read).toBe(false);
    act(() => inbox.actions.undo());
    await waitFor(() => expect(inbox.count).toBe(10));
    await settled(scene);
    expect(inbox.count).toBe(10);
    expect(scene.table.rows.every((row) => !row.is_read)).toBe(true);
  });

  it('of waking what sleeps brings it back where it was, and can put it to sleep again', async () => {
    const scene = await openInbox([...notifications(3), notification(4, { snoozed_until: NEXT_WEEK })]);
    act(() => inbox.actions.unsnooze(inbox.snoozed));
    await waitFor(() => expect(shown()).toBe('4* 3* 2* 1*'));
    expect(inbox.actions.undoable).toMatchObject({ kind: 'woken', count: 1 });
    act(() => inbox.actions.undo());
    await waitFor(() => expect(shown()).toBe('3* 2* 1*'));
    await settled(scene);
    expect(scene.table.rows.find(({ id }) => id === uuid(4))?.snoozed_until).toBe(NEXT_WEEK);
  });

  it('of clicking reads, is told to the server, and leaves an earlier offer to undo alone', async () => {
    const scene = await openInbox();
    act(() => inbox.actions.archive(rowsOf(6)));
    act(() => inbox.actions.click(rowsOf(5)[0] as NotificationRow));
    await waitFor(() => expect(shown()).toBe('5 4* 3 2 1'));
    await waitFor(() => expect(scene.api.calls).toContain('click'));
    expect(inbox.count).toBe(1);
    expect(inbox.actions.undoable).toMatchObject({ kind: 'archived', count: 1 });
  });

  it('that is refused takes only its own offer to undo away', async () => {
    const scene = await openInbox();
    act(() => inbox.actions.archive([inbox.rows[0] as NotificationRow]));
    await settled(scene);
    scene.api.fail('click');
    act(() => inbox.actions.click(inbox.rows[0] as NotificationRow));
    await waitFor(() => expect(inbox.actions.failed).toBe(true));
    expect(inbox.actions.undoable).toEqual(expect.objectContaining({ kind: 'archived', count: 1 }));
  });

  it('of marking all read, answered late, does not replace what was done since', async () => {
    const scene = await openInbox();
    const answer = scene.api.hold('markAllRead');
    act(() => inbox.actions.markAllRead());
    await waitFor(() => expect(scene.api.calls).toContain('markAllRead'));
    act(() => inbox.actions.archive([inbox.rows.at(-1) as NotificationRow]));
    answer();
    await settled(scene);
    await waitFor(() => expect(inbox.count).toBe(0));
    expect(inbox.actions.undoable).toEqual(expect.objectContaining({ kind: 'archived' }));
  });

  it('of muting names the subject, and lifts it again', async () => {
    const scene = await openInbox();
    act(() => inbox.actions.mute(rowsOf(6)[0] as NotificationRow));
    await waitFor(() => expect(inbox.actions.undoable).toMatchObject({ kind: 'muted', count: 1 }));
    expect([...scene.api.muted.values()]).toEqual([
      { organisationId: ORGANISATION_ID, entityType: 'implant', entityId: uuid(6) },
    ]);
    act(() => inbox.actions.undo());
    await waitFor(() => expect(scene.api.muted.size).toBe(0));
  });

  it('on what has no subject, or is so already, does nothing', async () => {
    const scene = await openInbox([notification(1, { ...read, entity_type: null, entity_id: null })]);
    act(() => {
      inbox.actions.mute(inbox.rows[0] as NotificationRow);
      inbox.actions.markRead(inbox.rows);
      inbox.actions.restore(inbox.rows);
      inbox.actions.undo();
    });
    expect(inbox.actions.undoable).toBeNull();
    expect(scene.api.calls.filter((call) => call === 'update' || call === 'mute')).toEqual([]);
  });

  it('can be undone while it is still under way', async () => {
    const scene = await openInbox();
    const release = scene.api.hold('update');
    act(() => inbox.actions.archive(rowsOf(6, 5)));
    await waitFor(() => expect(shown()).toBe('4* 3 2 1'));
    act(() => inbox.actions.undo());
    await waitFor(() => expect(shown()).toBe('6* 5* 4* 3 2 1'));
    release();
    await settled(scene);
    expect(stored(scene)).toBe('6* 5* 4* 3 2 1');
    expect(shown()).toBe('6* 5* 4* 3 2 1');
    expect(inbox.count).toBe(3);
  });

  it('is the last one that an undo takes back, not one before it', async () => {
    const scene = await openInbox();
    act(() => inbox.actions.archive(rowsOf(6)));
    await settled(scene);
    act(() => inbox.actions.archive(rowsOf(5)));
    await settled(scene);
    expect(inbox.actions.undoable).toMatchObject({ kind: 'archived', count: 1 });
    act(() => inbox.actions.undo());
    await waitFor(() => expect(shown()).toBe('5* 4* 3 2 1'));
    await settled(scene);
    expect(stored(scene)).toBe('6*a 5* 4* 3 2 1');
    act(() => inbox.actions.undo());
    expect(shown()).toBe('5* 4* 3 2 1');
  });

  it('that an undo could not take back stands, and says so', async () => {
    const scene = await openInbox();
    act(() => inbox.actions.archive(rowsOf(6)));
    await settled(scene);
    scene.api.fail('update');
    act(() => inbox.actions.undo());
    await waitFor(() => expect(inbox.actions.failed).toBe(true));
    await waitFor(() => expect(shown()).toBe('5* 4* 3 2 1'));
    expect(inbox.count).toBe(2);
  });

  it('is offered for undoing until that is declined', async () => {
    const scene = await openInbox();
    act(() => inbox.actions.archive(rowsOf(6)));
    act(() => inbox.actions.dismissUndo());
    expect(inbox.actions.undoable).toBeNull();
    act(() => inbox.actions.undo());
    await settled(scene);
    expect(shown()).toBe('5* 4* 3 2 1');
  });
});

it('leaves nothing behind when the user signs out', async () => {
  const locks = installBrowser();
  vi.useFakeTimers();
  try {
    const scene = renderScene(<Page />, notifications(3));
    await act(() => vi.advanceTimersByTimeAsync(10));
    await scene.join();
    expect(Object.keys(locks.state)).toHaveLength(1);
    scene.unmount();
    await vi.advanceTimersByTimeAsync(10);
    scene.queryClient.clear();
    expect(scene.realtime.open).toEqual([]);
    expect(locks.state).toEqual({});
    expect(FakeBroadcastChannel.open).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
    removeBrowser();
  }
});
