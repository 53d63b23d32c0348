'use client';

import { type ComponentPropsWithoutRef, forwardRef, type ReactNode, useId, useRef } from 'react';
import { type NavigationProps, useNotificationsContext } from '../hooks/context.ts';
import { useArchiveNotification } from '../hooks/use-archive-notification.ts';
import { useConnectionStatus } from '../hooks/use-connection-status.ts';
import { useMarkAllRead } from '../hooks/use-mark-all-read.ts';
import { useMarkRead } from '../hooks/use-mark-read.ts';
import { useNotifications } from '../hooks/use-notifications.ts';
import { useUnreadCount } from '../hooks/use-unread-count.ts';
import type { NotificationFilters } from '../store/api.ts';
import type { NotificationRow } from '../store/types.ts';
import { ActionLink } from './internal/action-link.tsx';
import { classNames } from './internal/class-names.ts';
import { CheckAllIcon, SettingsIcon } from './internal/icons.tsx';
import { InboxList } from './internal/inbox-list.tsx';
import { EmptyInbox, InboxError, InboxSkeleton } from './internal/inbox-states.tsx';
import { useMarkShownSeen } from './internal/use-mark-shown-seen.ts';

export interface NotificationInboxProps
  extends NavigationProps,
    Omit<ComponentPropsWithoutRef<'section'>, 'children'> {
  /** Narrows the list; the caller owns the controls. */
  filters?: NotificationFilters;
  /** Rows a page, 1-100. Default 20. */
  pageSize?: number;
  /** Level of the title in the page's outline. Default 2. */
  headingLevel?: 1 | 2 | 3 | 4 | 5 | 6;
  /** Id of the title, for an `aria-labelledby` elsewhere. */
  titleId?: string;
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
    filters,
    pageSize,
    headingLevel = 2,
    titleId: givenTitleId,
    preferencesHref,
    onActivate,
    actions,
    footer,
    onNavigate,
    linkComponent,
    className,
    ...props
  },
  ref,
) {
  const ownTitleId = useId();
  const titleId = givenTitleId ?? ownTitleId;
  const Heading = `h${headingLevel}` as const;
  const { messages } = useNotificationsContext().translator;
  const navigation = { onNavigate, linkComponent };
  const list = useNotifications({ ...filters, ...(pageSize === undefined ? {} : { pageSize }) });
  const unread = useUnreadCount();
  const connection = useConnectionStatus();
  const markRead = useMarkRead();
  const markAllRead = useMarkAllRead();
  const archive = useArchiveNotification();
  const titleRef = useRef<HTMLHeadingElement>(null);
  useMarkShownSeen(list.notifications);

  const failed = markRead.isError || markAllRead.isError || archive.isError;
  const nothing = list.notifications.length === 0;

  return (
    <section
      {...props}
      ref={ref}
      className={classNames('cn-root', 'cn-inbox', className)}
      aria-labelledby={titleId}
    >
      <header className="cn-inbox-header">
        <Heading className="cn-title" id={titleId} ref={titleRef} tabIndex={-1}>
          {messages.title}
        </Heading>
        <button
          type="button"
          className="cn-text-button"
          title={messages.markAllRead}
          // Not `disabled`: that would throw the focus away from under a keyboard user.
          aria-disabled={!unread.count}
          onClick={() => unread.count && markAllRead.mutate()}
        >
          <CheckAllIcon />
          <span className="cn-mark-all-words">{messages.markAllRead}</span>
        </button>
        {preferencesHref && (
          <ActionLink
            {...navigation}
            className="cn-icon-button"
            href={preferencesHref}
            aria-label={messages.preferencesLink}
            title={messages.preferencesLink}
          >
            <SettingsIcon />
          </ActionLink>
        )}
        {actions}
      </header>
      <div role="status" className="cn-inbox-status">
        {connection in messages.connection && (
          <p className="cn-note" data-connection={connection}>
            {messages.connection[connection as keyof typeof messages.connection]}
          </p>
        )}
        {failed && <p className="cn-note cn-note-error">{messages.actionFailed}</p>}
      </div>
      {list.status === 'pending' && <InboxSkeleton />}
      {list.status === 'error' && <InboxError compact={!nothing} onRetry={list.refetch} />}
      {list.status === 'success' && nothing && <EmptyInbox />}
      {!nothing && (
        <InboxList
          {...navigation}
          list={list}
          onActivate={(notification) => {
            if (!notification.is_read) markRead.mutate(notification.id);
            onActivate?.(notification);
          }}
          onArchive={(notification) => {
            archive.mutate(notification.id);
            titleRef.current?.focus();
          }}
        />
      )}
      {footer}
    </section>
  );
});
