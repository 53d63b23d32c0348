'use client';

import {
  type ComponentPropsWithoutRef,
  forwardRef,
  type ReactNode,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { useNotificationsContext } from '../hooks/context.ts';
import { useConnectionStatus } from '../hooks/use-connection-status.ts';
import { useNotificationActions } from '../hooks/use-notification-actions.ts';
import { useNotifications } from '../hooks/use-notifications.ts';
import { useUnreadCounts } from '../hooks/use-unread-counts.ts';
import type { NotificationFilters } from '../store/api.ts';
import type { NotificationCategory, NotificationRow } from '../store/types.ts';
import { classNames } from './internal/class-names.ts';
import { InboxList } from './internal/inbox-list.tsx';
import type { RowRendering } from './internal/inbox-row.tsx';
import { InboxSearch } from './internal/inbox-search.tsx';
import { InboxError, InboxState } from './internal/inbox-states.tsx';
import { InboxTabs, type Tab } from './internal/inbox-tabs.tsx';
import type { NotificationItemAction } from './internal/item-menu.tsx';
import { PreferencesLink } from './internal/preferences-link.tsx';
import { UndoBar } from './internal/undo-bar.tsx';
import { useKeptFocus } from './internal/use-kept-focus.ts';

export interface NotificationInboxProps
  extends RowRendering,
    Omit<ComponentPropsWithoutRef<'section'>, 'children'> {
  /** Narrows the list. With tabs or a search, where these begin. */
  filters?: NotificationFilters;
  /** A tab or a search was chosen. With it, `filters` rules; without it, the inbox remembers by itself. */
  onFiltersChange?: (filters: NotificationFilters) => void;
  /** Rows a page, 1-100. Default 20. */
  pageSize?: number;
  /** Level of the title in the page's outline. Default 2. */
  headingLevel?: 1 | 2 | 3 | 4 | 5 | 6;
  /** Id of the title, for an `aria-labelledby` elsewhere. */
  titleId?: string;
  /** A tab for everything and one for each of these categories; `true` for all of them. */
  tabs?: boolean | NotificationCategory[];
  /** A field for full-text search. */
  search?: boolean;
  /** More controls between these and the list. */
  toolbar?: ReactNode;
  /** Folds runs of four or more like notifications. Default true. */
  group?: boolean;
  /** In place of what is said when there is nothing to list. */
  renderEmpty?: () => ReactNode;
  /** Adds a link to the preferences page beside the title. */
  preferencesHref?: string;
  /** Called after a click on a notification was taken care of. */
  onActivate?: (notification: NotificationRow) => void;
  /** More buttons at the end of the header. */
  actions?: ReactNode;
  /** Below the list. */
  footer?: ReactNode;
}

/** The list of notifications: opening it marks what it shows seen, a click marks one read and goes there. */
export const NotificationInbox = forwardRef<HTMLElement, NotificationInboxProps>(function NotificationInbox(
  {
    filters = {},
    onFiltersChange,
    pageSize,
    headingLevel = 2,
    titleId: givenTitleId,
    tabs,
    search,
    toolbar,
    group = true,
    renderEmpty,
    renderItem,
    renderers,
    preferencesHref,
    onActivate,
    actions: moreActions,
    footer,
    onNavigate,
    linkComponent,
    className,
    ...props
  },
  ref,
) {
  const { locale, messages, plural } = useNotificationsContext().translator;
  const panelId = useId();
  const titleId = givenTitleId ?? `${panelId}-title`;
  const Heading = `h${headingLevel}` as const;
  const navigation = { onNavigate, linkComponent };

  const [chosen, setChosen] = useState<NotificationFilters>({});
  const active = onFiltersChange ? filters : { ...filters, ...chosen };
  const { category, organisationId, type, priority, isRead, q, view = 'inbox' } = active;
  const tab: Tab = category ?? 'all';
  const choose = (change: NotificationFilters) =>
    onFiltersChange ? onFiltersChange({ ...filters, ...change }) : setChosen({ ...chosen, ...change });

  const list = useNotifications({ ...active, pageSize });
  const rows = list.notifications;
  const nothing = rows.length === 0;
  const connection = useConnectionStatus();
  const isOffline = connection === 'offline';
  const { total, byCategory } = useUnreadCounts({ organisationId });
  const unreadIn = (wanted: Tab) => (wanted === 'all' ? total : byCategory[wanted]) ?? 0;

  const root = useRef<HTMLElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  useImperativeHandle(ref, () => root.current as HTMLElement);
  const want = useKeptFocus(root, title, rows);
  const actions = useNotificationActions();
  const actedOn = useRef<string | undefined>(undefined);
  const act = (action: NotificationItemAction, acted: NotificationRow[], until?: Date) => {
    actedOn.current = acted[0]?.id;
    // Muting is about one subject, the others take any number of rows, and snoozing takes a date as well.
    const run = actions[action] as (target: unknown, until?: Date) => void;
    run(action === 'mute' ? acted[0] : acted, until);
  };
  const undo = () => {
    want(actedOn.current);
    actions.undo();
  };
  // "All" is all of the tab, whatever a select leaves out; among the results of a search it would be read as these.
  const canMarkAll = !q && unreadIn(tab) > 0;
  const markAllRead = () => {
    if (!canMarkAll) return;
    actedOn.current = undefined;
    actions.markAllRead({ category, organisationId });
  };

  const note = messages.connection[connection as keyof typeof messages.connection];
  const isPlain = !type && !priority && !category && isRead === undefined && view === 'inbox';
  const emptyTitle = q
    ? messages.notFound.replace('{q}', () => q)
    : messages[isPlain ? 'empty' : 'emptyFiltered'];

  return (
    <section
      lang={locale}
      {...props}
      ref={root}
      className={classNames('cn-root cn-inbox', className)}
      aria-labelledby={titleId}
    >
      <header className="cn-inbox-header">
        <Heading className="cn-title" id={titleId} ref={title} tabIndex={-1}>
          {messages.title}
        </Heading>
        {view === 'inbox' && (
          <button
            type="button"
            className="cn-text-button cn-mark-all"
            title={messages.markAllRead}
            // Not `disabled`: that would throw the focus away from under a keyboard user.
            aria-disabled={!canMarkAll}
            onClick={markAllRead}
          >
            <span>{messages.markAllRead}</span>
          </button>
        )}
        <PreferencesLink {...navigation} href={preferencesHref} />
        {moreActions}
      </header>
      {tabs && (
        <InboxTabs
          tabs={tabs === true ? (Object.keys(messages.tabs) as Tab[]) : ['all', ...tabs]}
          selected={tab}
          count={(wanted) => (view === 'inbox' ? unreadIn(wanted) : 0)}
          panelId={panelId}
          titleId={titleId}
          onSelect={(wanted) => choose({ category: wanted === 'all' ? undefined : wanted })}
        />
      )}
      {search && <InboxSearch q={q ?? ''} onSearch={(wanted) => choose({ q: wanted || undefined })} />}
      {toolbar}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Ctrl+Z for whatever is inside */}
      <div
        className="cn-inbox-panel"
        {...(tabs && {
          id: panelId,
          role: 'tabpanel',
          'aria-labelledby': `${panelId}-${tab}`,
          // A stop of its own where there is nothing inside to stop at.
          tabIndex: nothing ? 0 : -1,
        })}
        onKeyDown={(event) => {
          if (event.key !== 'z' || !(event.ctrlKey || event.metaKey) || !actions.undoable) return;
          event.preventDefault();
          undo();
        }}
      >
        <div role="status" aria-atomic="false" className="cn-inbox-status">
          {note && (
            <p className="cn-note" data-connection={connection}>
              {note}
            </p>
          )}
          {list.status === 'success' &&
            (nothing
              ? (renderEmpty?.() ?? (
                  <InboxState className={`cn-empty ${q ? 'cn-empty-search' : ''}`} title={emptyTitle}>
                    {isPlain && !q && <p className="cn-empty-hint">{messages.emptyHint}</p>}
                  </InboxState>
                ))
              : q && <p className="cn-visually-hidden">{plural(messages.found, rows.length)}</p>)}
        </div>
        {/* Rows of the size of real ones, so that nothing jumps when these arrive; the style draws them. */}
        {list.status === 'pending' && !isOffline && (
          <div className="cn-skeleton">
            <p className="cn-visually-hidden">{messages.loading}</p>
          </div>
        )}
        {/* Above rows, the note that there is no network says it already. */}
        {list.status === 'error' && (nothing || !isOffline) && (
          <InboxError compact={!nothing} onRetry={list.refetch} />
        )}
        {!nothing && (
          <InboxList
            key={JSON.stringify(active)}
            {...navigation}
            renderItem={renderItem}
            renderers={renderers}
            list={list}
            group={group}
            titleId={titleId}
            onActivate={(notification) => {
              actions.click(notification);
              onActivate?.(notification);
            }}
            onAction={act}
          />
        )}
      </div>
      <UndoBar actions={actions} onUndo={undo} />
      {footer}
    </section>
  );
});
