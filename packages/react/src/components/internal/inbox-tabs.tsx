import type { KeyboardEvent } from 'react';
import { useNotificationsContext } from '../../hooks/context.ts';
import type { NotificationCategory } from '../../store/types.ts';
import { rove } from './rove.ts';

/** Above it, a badge says only that there are more. */
export const BADGE_MAX = 99;

export type Tab = NotificationCategory | 'all';

interface InboxTabsProps {
  tabs: Tab[];
  selected: Tab;
  /** How many unread ones each has; 0 shows no figure. */
  count: (tab: Tab) => number;
  /** Id of the panel, to which tab ids are added. */
  panelId: string;
  titleId: string;
  onSelect: (tab: Tab) => void;
}

/** One tab a category: the arrow keys choose at once, Tab goes on to the list. */
export function InboxTabs({ tabs, selected, count, panelId, titleId, onSelect }: InboxTabsProps) {
  const { messages, plural } = useNotificationsContext().translator;
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const items = [...event.currentTarget.children] as HTMLElement[];
    const keys: [string, string] = ['ArrowLeft', 'ArrowRight'];
    if (getComputedStyle(event.currentTarget).direction === 'rtl') keys.reverse();
    rove(event, items, ...keys)?.click();
  };
  return (
    <div role="tablist" aria-labelledby={titleId} className="cn-tabs" onKeyDown={onKeyDown}>
      {tabs.map((tab) => {
        const unread = count(tab);
        return (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`${panelId}-${tab}`}
            aria-selected={tab === selected}
            aria-controls={panelId}
            tabIndex={tab === selected ? 0 : -1}
            className="cn-tab"
            onClick={() => onSelect(tab)}
          >
            {messages.tabs[tab]}{' '}
            {unread > 0 && (
              <>
                <span className="cn-tab-count" aria-hidden="true">
                  {unread > BADGE_MAX ? messages.badgeOverflow : unread}
                </span>
                <span className="cn-visually-hidden">{plural(messages.unreadCount, unread)}</span>
              </>
            )}
          </button>
        );
      })}
    </div>
  );
}
