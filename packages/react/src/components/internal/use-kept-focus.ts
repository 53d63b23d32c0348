import { type RefObject, useEffect, useRef } from 'react';
import type { NotificationRow } from '../../store/types.ts';
import { useEvents } from './use-events.ts';

/**
 * Finds a place for the focus when what had it is gone, whoever took it away: archived here or in another tab,
 * read under a filter for unread ones, a button that has done its work. That is the next row, else the one
 * before, else the title.
 *
 * @returns `want(id)`, which names the row to go to as soon as it is there again
 */
export function useKeptFocus(
  root: RefObject<HTMLElement | null>,
  title: RefObject<HTMLElement | null>,
  rows: readonly NotificationRow[],
): (id: string | undefined) => void {
  const focused = useRef<Element | null>(null);
  const wanted = useRef<string | undefined>(undefined);
  const before = useRef(rows);

  // Who clicks or goes elsewhere has given the focus up; a window that loses it has not.
  useEvents(['pointerdown', 'focusin'], ({ target }) => {
    focused.current = root.current?.contains(target as Node) ? (target as Element) : null;
  });
  useEffect(() => {
    const was = before.current;
    before.current = rows;
    const lost = focused.current;
    if (!lost) return;
    const goTo = (id: string | undefined) => {
      const row = root.current?.querySelector<HTMLElement>(`[data-notification-id="${id}"] .cn-item-main`);
      row?.focus();
      return row;
    };
    if (goTo(wanted.current)) wanted.current = undefined;
    if (lost.isConnected || document.activeElement !== document.body) return;
    const at = was.findIndex(({ id }) => id === lost.closest('li')?.dataset.notificationId);
    // The button for more was where the first of these rows is now.
    let near = lost.matches('.cn-load-more') ? rows.slice(was.length) : [];
    if (at >= 0) near = [...was.slice(at), ...was.slice(0, at).reverse()];
    if (!near.some(({ id }) => goTo(id))) title.current?.focus();
  });

  return (id) => {
    wanted.current = id;
  };
}
