import { type PointerEvent, useEffect, useRef } from 'react';
import { type NavigationProps, useNotificationsContext } from '../../hooks/context.ts';
import type { UseNotificationsResult } from '../../hooks/use-notifications.ts';
import type { NotificationRow } from '../../store/types.ts';
import { NotificationItem } from '../notification-item.tsx';
import { ArrowUpIcon } from './icons.tsx';
import { useHeldRows } from './use-held-rows.ts';
import { useInView } from './use-in-view.ts';

interface InboxListProps extends NavigationProps {
  list: UseNotificationsResult;
  onActivate: (notification: NotificationRow) => void;
  onArchive: (notification: NotificationRow) => void;
}

/** The rows, more of them when the end comes into view, and a pill for new ones while the list is being read. */
export function InboxList({ list, onActivate, onArchive, ...navigation }: InboxListProps) {
  const { messages, plural } = useNotificationsContext().translator;
  const scroller = useRef<HTMLDivElement>(null);
  const items = useRef<HTMLOListElement>(null);
  const { rows, heldCount, hold: holdRows, renew, release } = useHeldRows(list.notifications);
  // Opened a moment ago, it still catches up: what comes with that belongs in the list, not behind the pill.
  const isCaughtUp = useRef(false);
  useEffect(() => {
    if (!list.isFetching) isCaughtUp.current = true;
  }, [list.isFetching]);
  const hold = () => {
    if (isCaughtUp.current) holdRows();
  };
  const end = useInView(list.hasNextPage && !list.isFetchingNextPage && !list.error, list.fetchNextPage);

  const isBeingRead = () => {
    const element = scroller.current;
    return element !== null && (element.scrollTop > 8 || element.matches(':hover, :focus-within'));
  };
  const settle = () => {
    if (isBeingRead()) hold();
    else release();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only watches whether the list is in use
    <div
      ref={scroller}
      className="cn-inbox-scroller"
      onScroll={settle}
      onPointerEnter={(event: PointerEvent) => event.pointerType === 'mouse' && hold()}
      onPointerLeave={settle}
      onFocus={hold}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && settle()}
    >
      {heldCount > 0 && (
        <button
          type="button"
          className="cn-pill"
          onClick={() => {
            renew();
            scroller.current?.scrollTo?.({ top: 0 });
            // The pill is about to go, and the focus with it.
            items.current?.focus();
          }}
        >
          <ArrowUpIcon />
          {plural(messages.newOnes, heldCount)}
        </button>
      )}
      <ol ref={items} className="cn-list" tabIndex={-1}>
        {rows.map((notification) => (
          <NotificationItem
            {...navigation}
            key={notification.id}
            notification={notification}
            onActivate={onActivate}
            onArchive={onArchive}
          />
        ))}
      </ol>
      {list.hasNextPage && (
        <button
          ref={end}
          type="button"
          className="cn-text-button cn-load-more"
          aria-disabled={list.isFetchingNextPage}
          onClick={() => !list.isFetchingNextPage && list.fetchNextPage()}
        >
          {list.isFetchingNextPage ? messages.loading : messages.loadMore}
        </button>
      )}
    </div>
  );
}
