// @vitest-environment jsdom
import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { act, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import {
  type NotificationFilters,
  notificationKeys,
  type UseNotificationsResult,
  useNotifications,
  useUnreadCount,
  useUnreadCounts,
} from '../src/index.ts';
import { renderScene } from './support/render.tsx';
import { notification, notifications, ORGANISATION_ID, USER_ID, uuid } from './support/rows.ts';

const ELSEWHERE = uuid(900);

interface Uses {
  useIt: () => void;
}

function Uses({ useIt }: Uses) {
  useIt();
  return null;
}

/** What a hook returned on a page. */
function probe<Result>(useIt: () => Result) {
  const results: Result[] = [];
  const element = <Uses useIt={() => void results.push(useIt())} />;
  return { element, results, last: () => results.at(-1) as Result };
}

const listing = (filters: NotificationFilters & { pageSize?: number } = {}) =>
  probe<UseNotificationsResult>(() => useNotifications(filters));
const callsOf = (calls: string[], name: string) => calls.filter((call) => call === name).length;

describe('a list on a page', () => {
  it('is one request for two that show it, also under StrictMode', async () => {
    const { element, last } = listing();
    const { api } = renderScene(
      <>
        {element}
        {element}
      </>,
      notifications(3),
    );
    await waitFor(() => expect(last().notifications).toHaveLength(3));
    expect(api.calls).toEqual(['list']);
  });

  it('is read again when it is invalidated from outside', async () => {
    const { element, last } = listing();
    const { table, queryClient } = renderScene(element, notifications(3));
    await waitFor(() => expect(last().notifications).toHaveLength(3));
    table.insert(notification(4));
    await act(() => queryClient.invalidateQueries({ queryKey: notificationKeys.user(USER_ID) }));
    await waitFor(() => expect(last().notifications[0]?.id).toBe(uuid(4)));
  });

  it('begins with what a server has read, without a moment of nothing', async () => {
    const { element, results, last } = listing({ pageSize: 2 });
    const server = new QueryClient();
    const rows = notifications(5).reverse();
    const scope = { userId: USER_ID };
    server.setQueryData(notificationKeys.list(scope), {
      notifications: rows.slice(0, 2),
      nextCursor: `${rows[1]?.created_at} ${rows[1]?.id}`,
    });
    const { join } = renderScene(
      <HydrationBoundary state={dehydrate(server)}>{element}</HydrationBoundary>,
      notifications(5),
    );
    expect(results[0]).toMatchObject({
      status: 'success',
      notifications: rows.slice(0, 2),
      hasNextPage: true,
    });
    await join();
    act(() => last().fetchNextPage());
    await waitFor(() => expect(last().notifications).toEqual(rows.slice(0, 4)));
  });

  it('keeps what it knew for whoever comes back to it, and reads it again', async () => {
    const { element, results, last } = listing();
    const scene = renderScene(element, notifications(3));
    await waitFor(() => expect(last().status).toBe('success'));
    scene.show(null);
    scene.table.insert(notification(4));
    results.length = 0;
    scene.show(element);
    expect(results[0]).toMatchObject({ status: 'success', isFetching: true });
    await waitFor(() => expect(last().notifications).toHaveLength(4));
  });

  it('waits while it is not enabled', async () => {
    const { element, last } = probe(() => useNotifications({ enabled: false }));
    const { api, join } = renderScene(element, notifications(3));
    await join();
    expect(last()).toMatchObject({ status: 'pending', notifications: [] });
    expect(api.calls).not.toContain('list');
  });

  it('says that a page could not be read, keeps what it has, and goes on', async () => {
    const { element, last } = listing();
    const { api } = renderScene(element, notifications(30));
    await waitFor(() => expect(last().notifications).toHaveLength(20));
    api.fail('list');
    act(() => last().fetchNextPage());
    await waitFor(() => expect(last().status).toBe('error'));
    expect(last()).toMatchObject({ error: { status: 503 }, hasNextPage: true, isFetchingNextPage: false });
    expect(last().notifications).toHaveLength(20);
    api.recover('list');
    act(() => last().refetch());
    await waitFor(() => expect(last().status).toBe('success'));
    act(() => last().fetchNextPage());
    await waitFor(() => expect(last().notifications).toHaveLength(30));
  });

  it('costs at most six requests a hint when much is loaded, the second look included', async () => {
    const { element, last } = listing({ pageSize: 50 });
    const counts = probe(useUnreadCount);
    const scene = renderScene(
      <>
        {element}
        {counts.element}
      </>,
      notifications(2_000),
    );
    await scene.join();
    act(() => last().setVisible([]));
    for (let page = 1; page < 40; page += 1) {
      act(() => last().fetchNextPage());
      await waitFor(() => expect(last().notifications).toHaveLength((page + 1) * 50), { interval: 1 });
    }
    act(() =>
      last().setVisible(
        last()
          .notifications.slice(1_010, 1_022)
          .map(({ id }) => id),
      ),
    );
    scene.api.calls.length = 0;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    try {
      await scene.arrive(notification(2_001));
      await act(() => vi.advanceTimersByTimeAsync(5_000));
    } finally {
      vi.useRealTimers();
    }
    expect(last().notifications[0]?.id).toBe(uuid(2_001));
    expect(counts.last().count).toBe(2_001);
    expect(scene.api.calls.length).toBeLessThanOrEqual(6);
  });

  it('belongs to one user: another one begins with nothing', async () => {
    const { element, last } = listing();
    const scene = renderScene(element, notifications(3));
    await waitFor(() => expect(last().notifications).toHaveLength(3));
    scene.api.hold('list');
    scene.provide({ userId: uuid(7) });
    expect(last()).toMatchObject({ status: 'pending', notifications: [] });
  });
});

describe('counts on a page', () => {
  const everywhere = [
    ...notifications(130),
    notification(131, { organisation_id: ELSEWHERE, category: 'system' }),
    notification(132, { category: 'imports' }),
  ];

  it('are one request for all who ask, by organisation and by category', async () => {
    const all = probe(useUnreadCounts);
    const here = probe(() => useUnreadCount({ organisationId: ORGANISATION_ID }));
    const imports = probe(() => useUnreadCount({ category: 'imports' }));
    const { api } = renderScene(
      <>
        {all.element}
        {here.element}
        {imports.element}
      </>,
      everywhere,
    );
    await waitFor(() => expect(all.last().total).toBe(132));
    expect(all.last()).toMatchObject({
      byCategory: { alerts: 130, system: 1, imports: 1 },
      byOrganisation: { [ORGANISATION_ID]: 131, [ELSEWHERE]: 1 },
    });
    expect(here.last().count).toBe(131);
    expect(imports.last().count).toBe(1);
    expect(api.calls).toEqual(['unread']);
  });

  it('are those of the provider’s organisation, and the switcher has all of them', async () => {
    const { element, last } = probe(useUnreadCounts);
    renderScene(element, everywhere, { organisationId: ELSEWHERE });
    await waitFor(() => expect(last().total).toBe(1));
    expect(last()).toMatchObject({
      byCategory: { system: 1 },
      byOrganisation: { [ORGANISATION_ID]: 131, [ELSEWHERE]: 1 },
    });
  });

  it('begin with what a server has read, without asking again', async () => {
    const { element, results } = probe(useUnreadCount);
    const server = new QueryClient();
    const counts = [{ organisationId: ORGANISATION_ID, category: 'alerts', count: 128 }];
    server.setQueryData(notificationKeys.unread(USER_ID), { total: 128, counts });
    const { api } = renderScene(
      <HydrationBoundary state={dehydrate(server)}>{element}</HydrationBoundary>,
      notifications(128),
    );
    expect(results[0]).toEqual({ count: 128, status: 'success', error: null });
    await act(async () => {});
    expect(callsOf(api.calls, 'unread')).toBe(0);
  });
});
