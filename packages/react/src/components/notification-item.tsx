'use client';

import {
  type ComponentPropsWithoutRef,
  forwardRef,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react';
import { type NavigationProps, useNotificationsContext } from '../hooks/context.ts';
import { isFuture } from '../store/rows.ts';
import type { NotificationRow } from '../store/types.ts';
import { ActionLink } from './internal/action-link.tsx';
import { classNames } from './internal/class-names.ts';
import { ItemActions } from './internal/item-actions.tsx';
import type { NotificationItemAction } from './internal/item-menu.tsx';
import { RelativeDate } from './internal/relative-date.tsx';
import { comingTime } from './internal/relative-time.ts';

export type { NotificationItemAction };

export interface NotificationItemProps extends NavigationProps, ComponentPropsWithoutRef<'li'> {
  notification: NotificationRow;
  /** The user clicked it, with or without a link to follow: the place to mark it read. */
  onActivate?: ((notification: NotificationRow, event: MouseEvent) => void) | undefined;
  /** Adds the menu: read or unread, archive, mute, snooze `until`. Each is a function of `useNotificationActions`. */
  onAction?:
    | ((action: NotificationItemAction, notification: NotificationRow, until?: Date) => void)
    | undefined;
  /** In place of the title and the message. */
  body?: ReactNode;
  /** How many notifications the menu acts on, for its name. Default 1. */
  count?: number;
  /** Below it, inside the list item. */
  children?: ReactNode;
}

/** One notification: a link when it leads somewhere, otherwise a button. */
export const NotificationItem = forwardRef<HTMLLIElement, NotificationItemProps>(function NotificationItem(
  {
    notification,
    onActivate,
    onAction,
    body,
    count = 1,
    children,
    onNavigate,
    linkComponent,
    className,
    ...props
  },
  ref,
) {
  const { translator } = useNotificationsContext();
  const { messages } = translator;
  const { title, message, severity, priority, link, snoozed_until: snoozed } = notification;
  const urgency = messages.priority[priority as keyof typeof messages.priority];
  const main = {
    className: 'cn-item-main',
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Delete' && !notification.archived_at) onAction?.('archive', notification);
    },
    children: (
      <>
        <span className="cn-item-icon" />
        <span className="cn-item-body">
          <span className="cn-visually-hidden">
            {notification.is_read ? '' : `${messages.unread}, `}
            {messages.severity[severity]},{' '}
          </span>
          {body ?? (
            <>
              <span className="cn-item-title">{title}</span>{' '}
              <span className="cn-item-message">{message}</span>
            </>
          )}{' '}
          <span className="cn-item-meta">
            <RelativeDate iso={notification.created_at} />{' '}
            {urgency && <span className="cn-item-priority">{urgency}</span>}{' '}
            {snoozed && (
              // Empty once it is over; the server's clock may differ from the reader's.
              <span className="cn-item-snoozed" suppressHydrationWarning>
                {isFuture(snoozed) &&
                  messages.snoozedUntil.replace(
                    '{date}',
                    comingTime(new Date(snoozed), Date.now(), translator),
                  )}
              </span>
            )}
          </span>
        </span>
      </>
    ),
  };

  return (
    <li
      {...props}
      ref={ref}
      className={classNames('cn-item', className)}
      data-unread={notification.is_read ? undefined : ''}
      data-severity={severity}
      data-priority={priority}
      data-notification-id={notification.id}
    >
      {link ? (
        <ActionLink
          {...main}
          href={link}
          onFollow={(event) => onActivate?.(notification, event)}
          onNavigate={onNavigate}
          linkComponent={linkComponent}
        />
      ) : (
        <button {...main} type="button" onClick={(event) => onActivate?.(notification, event)} />
      )}
      {onAction && <ItemActions notification={notification} count={count} onAction={onAction} />}
      {children}
    </li>
  );
});
