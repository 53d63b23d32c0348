'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { NotificationRow } from '../store/types.ts';
import { useNotificationsContext } from './context.ts';
import { useConnectionStatus } from './use-connection-status.ts';
import { useNotifications } from './use-notifications.ts';

export interface UseNotificationToastsOptions {
  /** Toasts shown together; older ones make room. As many critical ones besides, which wait for their turn. Default 3. */
  max?: number;
  /** How long one stays, ms; critical ones stay until dismissed or read. Default 8000. */
  durationMs?: number;
}

export interface UseNotificationToastsResult {
  /** Newest first. */
  toasts: NotificationRow[];
  dismiss: (id: string) => void;
  /** Stops the clock, for example while the pointer or the focus is on a toast. */
  pause: () => void;
  resume: () => void;
}

/**
 * Unread notifications that arrived after mount. What the first load and the first catch-up find is history
 * and never a toast; what a later catch-up finds is.
 */
export function useNotificationToasts({
  max = 3,
  durationMs = 8_000,
}: UseNotificationToastsOptions = {}): UseNotificationToastsResult {
  const { userId, organisationId } = useNotificationsContext().scope;
  const owner = `${userId} ${organisationId}`;
  const { notifications, status, setVisible } = useNotifications();
  // They come in at the head: nothing else of the list is in view here.
  useEffect(() => setVisible([]), [setVisible]);
  const settled = useConnectionStatus() !== 'connecting' && status === 'success';
  const history = useRef<History | null>(null);
  const [shownIds, setShownIds] = useState<readonly string[]>([]);
  const [paused, setPaused] = useState(false);

  useEffect(() => {
    if (history.current?.owner !== owner) {
      // `live` is reported once the first catch-up is in: from here on, what is newer is news.
      if (settled) history.current = startHistory(owner, notifications);
      return;
    }
    const arrived = takeNews(history.current, notifications);
    if (arrived.length > 0) setShownIds((ids) => withRoom([...arrived, ...ids], notifications, max));
  }, [owner, notifications, settled, max]);

  const dismiss = useCallback((id: string) => {
    setShownIds((ids) => ids.filter((shown) => shown !== id));
  }, []);

  // Read in another tab, archived or out of reach: the toast leaves too.
  const waiting = shownIds.flatMap((id) => findUnread(notifications, id) ?? []);
  const critical = waiting.filter(isCritical).slice(0, max);
  const toasts = waiting.filter((row) => !isCritical(row) || critical.includes(row));
  const timedIds = toasts.filter((row) => !isCritical(row)).map((row) => row.id);
  useExpiry(timedIds, durationMs, paused, dismiss);
  // Who left with the last toast did not say so.
  const isEmpty = toasts.length === 0;
  useEffect(() => {
    if (isEmpty) setPaused(false);
  }, [isEmpty]);

  return {
    toasts,
    dismiss,
    pause: useCallback(() => setPaused(true), []),
    resume: useCallback(() => setPaused(false), []),
  };
}

const isCritical = (row: NotificationRow) => row.severity === 'CRITICAL';
const findUnread = (rows: NotificationRow[], id: string) => rows.find((row) => row.id === id && !row.is_read);

/** Critical ones wait for their turn; of the others the newest stay. What was dealt with takes no room. */
function withRoom(ids: string[], rows: NotificationRow[], max: number): string[] {
  let room = max;
  return ids.filter((id) => {
    const row = findUnread(rows, id);
    if (!row || isCritical(row)) return row;
    room -= 1;
    return room >= 0;
  });
}

interface History {
  owner: string;
  known: Set<string>;
  /** When the newest of it was written. */
  newest: string;
}

function startHistory(owner: string, rows: NotificationRow[]): History {
  return {
    owner,
    known: new Set(rows.map((row) => row.id)),
    newest: rows[0]?.created_at ?? '',
  };
}

/** Older pages bring unknown rows as well: news is also newer than what the history began with. */
function takeNews(history: History, rows: NotificationRow[]): string[] {
  const unknown = rows.filter((row) => !history.known.has(row.id));
  for (const row of unknown) history.known.add(row.id);
  return unknown.filter((row) => !row.is_read && row.created_at >= history.newest).map((row) => row.id);
}

/** Calls `expire` for each id after `durationMs` on screen; time spent paused does not count. */
function useExpiry(ids: string[], durationMs: number, paused: boolean, expire: (id: string) => void): void {
  const remaining = useRef(new Map<string, number>());
  const key = ids.join(' ');
  useEffect(() => {
    if (paused || key === '') return;
    const startedAt = Date.now();
    const left = remaining.current;
    const timers = key.split(' ').map((id) => setTimeout(expire, left.get(id) ?? durationMs, id));
    return () => {
      const elapsed = Date.now() - startedAt;
      for (const timer of timers) clearTimeout(timer);
      for (const id of key.split(' ')) left.set(id, Math.max(0, (left.get(id) ?? durationMs) - elapsed));
    };
  }, [key, durationMs, paused, expire]);
}
