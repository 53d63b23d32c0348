import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useNotificationsContext } from '../../hooks/context.ts';
import type { UseNotificationsResult } from '../../hooks/use-notifications.ts';
import type { NotificationRow } from '../../store/types.ts';
import { groupRows } from './group-rows.ts';
import { InboxRow, type RowRendering } from './inbox-row.tsx';
import type { NotificationItemAction } from './item-menu.tsx';
import { BLOCK, useBlocks } from './use-blocks.ts';
import { useEvents } from './use-events.ts';
import { useHeldRows } from './use-held-rows.ts';
import { useShownRows } from './use-shown-rows.ts';
import { useStable } from './use-stable.ts';

interface InboxListProps extends RowRendering {
  list: UseNotificationsResult;
  /** Folds runs of like notifications. */
  group: boolean;
  titleId: string;
  onActivate: (notification: NotificationRow) => void;
  onAction: (action: NotificationItemAction, rows: NotificationRow[], until?: Date) => void;
}

/** The rows, more of them when the end comes into view, and a pill for new ones while the list is being read. */
export function InboxList({ list, group, titleId, onActivate, onAction, ...rendering }: InboxListProps) {
  const { messages, plural, timeZone } = useNotificationsContext().translator;
  const scroller = useRef<HTMLDivElement>(null);
  const items = useRef<HTMLOListElement>(null);
  const { rows, heldCount, hold: holdRows, renew, release } = useHeldRows(list.notifications);
  const runs = useMemo(
    () => (group ? groupRows(rows, timeZone) : rows.map((row) => [row])),
    [group, rows, timeZone],
  );
  // All rows of a run that was unfolded, so that it stays so when a new one comes to its head.
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const entries = useMemo(
    () =>
      runs.flatMap((run) => {
        const expanded = run.some(({ id }) => unfolded.has(id));
        const similar = run.length - 1;
        const shown = expanded ? run : run.slice(0, 1);
        return shown.map((row, index) => ({ row, run, expanded, similar: index === 0 ? similar : 0 }));
      }),
    [runs, unfolded],
  );
  // Opened a moment ago, it still catches up: what comes with that belongs in the list, not behind the pill.
  const isCaughtUp = useRef(false);
  useEffect(() => {
    if (!list.isFetching) isCaughtUp.current = true;
  }, [list.isFetching]);
  const hold = () => {
    if (isCaughtUp.current) holdRows();
  };
  const loadMore = () => {
    if (list.hasNextPage && !list.isFetchingNextPage) list.fetchNextPage();
  };
  const { isFar, heightOf } = useBlocks(items, entries, () => list.error || loadMore());
  const blocks = Array.from({ length: Math.ceil(entries.length / BLOCK) }, (_, block) =>
    isFar(block) ? [] : entries.slice(block * BLOCK, (block + 1) * BLOCK),
  );
  const inPage = blocks.map(({ length }) => length).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: other entries, or other blocks of them
  const shown = useMemo(() => blocks.flatMap((block) => block.flatMap(({ run }) => run)), [entries, inPage]);
  useShownRows(shown, list.setVisible);

  const settle = () => {
    const box = scroller.current;
    // In use, or scrolled: in its box, or with the page around it.
    if (
      box &&
      (box.matches(':hover, :focus-within') || Math.min(-box.scrollTop, box.getBoundingClientRect().top) < -8)
    )
      hold();
    else release();
  };
  useEvents(['scroll'], settle);
  const entryOf = (first: NotificationRow) => entries.find(({ row }) => row.id === first.id);
  const toggle = useStable((first: NotificationRow) => {
    const entry = entryOf(first);
    const next = new Set(unfolded);
    for (const { id } of entry?.run ?? []) entry?.expanded ? next.delete(id) : next.add(id);
    setUnfolded(next);
  });
  const act = useStable((action: NotificationItemAction, row: NotificationRow, until?: Date) => {
    const entry = entryOf(row);
    onAction(action, entry && !entry.expanded ? entry.run : [row], until);
  });
  const activate = useStable(onActivate);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const links = [...event.currentTarget.querySelectorAll<HTMLElement>('.cn-item-main')];
    const at = links.indexOf(event.target as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    links[to]?.focus();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only watches whether the list is in use
    <div
      ref={scroller}
      className="cn-inbox-scroller"
      onPointerEnter={(event: PointerEvent) => event.pointerType === 'mouse' && hold()}
      onPointerLeave={settle}
      onFocus={hold}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && settle()}
      onKeyDown={onKeyDown}
    >
      {heldCount > 0 && (
        <button
          type="button"
          className="cn-pill"
          onClick={() => {
            renew();
            // Whatever scrolls: its box, or the page.
            items.current?.scrollIntoView?.();
            // The pill is about to go, and the focus with it.
            items.current?.focus();
          }}
        >
          {plural(messages.newOnes, heldCount)}
        </button>
      )}
      <ol ref={items} className="cn-list" tabIndex={-1} aria-labelledby={titleId}>
        {/* One flat list of keys: a row that changes its block keeps its element, and with it the focus. */}
        {blocks.flatMap((block, index) => [
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a block is its place
            key={index}
            data-edge=""
            aria-hidden="true"
            style={{ blockSize: heightOf(index) }}
          />,
          ...block.map(({ row, similar, expanded }) => (
            <InboxRow
              key={row.id}
              {...rendering}
              notification={row}
              similar={similar}
              expanded={expanded}
              onToggle={toggle}
              onActivate={activate}
              onAction={act}
            />
          )),
        ])}
      </ol>
      {list.hasNextPage && (
        <button
          type="button"
          className="cn-text-button cn-load-more"
          aria-disabled={list.isFetchingNextPage}
          onClick={loadMore}
        >
          {list.isFetchingNextPage ? messages.loading : messages.loadMore}
        </button>
      )}
    </div>
  );
}
