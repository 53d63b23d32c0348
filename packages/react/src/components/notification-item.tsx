'use client';

import { type ComponentPropsWithoutRef, forwardRef, type MouseEvent } from 'react';
import { type NavigationProps, useNotificationsContext } from '../hooks/context.ts';
import type { NotificationRow } from '../store/types.ts';
import { ActionLink } from './internal/action-link.tsx';
import { classNames } from './internal/class-names.ts';
import { ArchiveIcon, SeverityIcon } from './internal/icons.tsx';
import { RelativeDate } from './internal/relative-date.tsx';

export interface NotificationItemProps
  extends NavigationProps,
    Omit<ComponentPropsWithoutRef<'li'>, 'children'> {
  notification: NotificationRow;
  /** The user clicked it, with or without a link to follow: the place to mark it read. */
  onActivate?: (notification: NotificationRow, event: MouseEvent) => void;
  /** Adds an archive button. */
  onArchive?: (notification: NotificationRow) => void;
}

/** One notification: a link when it leads somewhere, otherwise a button. */
export const NotificationItem = forwardRef<HTMLLIElement, NotificationItemProps>(function NotificationItem(
  { notification, onActivate, onArchive, onNavigate, linkComponent, className, ...props },
  ref,
) {
  const { messages } = useNotificationsContext().translator;
  const { title, message, severity, link } = notification;
  const activate = (event: MouseEvent) => onActivate?.(notification, event);
  const content = (
    <>
      <span className="cn-item-icon">
        <SeverityIcon severity={severity} />
      </span>
      <span className="cn-item-body">
        <span className="cn-visually-hidden">
          {notification.is_read ? '' : `${messages.unread}, `}
          {messages.severity[severity]},{' '}
        </span>
        <span className="cn-item-title">{title}</span> <span className="cn-item-message">{message}</span>{' '}
        <RelativeDate className="cn-item-date" iso={notification.created_at} />
      </span>
      <span className="cn-item-dot" aria-hidden="true" />
    </>
  );

  return (
    <li
      {...props}
      ref={ref}
      className={classNames('cn-item', className)}
      data-unread={notification.is_read ? undefined : ''}
      data-severity={severity}
      data-priority={notification.priority}
      data-notification-id={notification.id}
    >
      {link ? (
        <ActionLink
          className="cn-item-main"
          href={link}
          onFollow={activate}
          onNavigate={onNavigate}
          linkComponent={linkComponent}
        >
          {content}
        </ActionLink>
      ) : (
        <button type="button" className="cn-item-main" onClick={activate}>
          {content}
        </button>
      )}
      {onArchive && (
        <button
          type="button"
          className="cn-icon-button cn-item-archive"
          aria-label={`${messages.archive}, ${title}`}
          title={messages.archive}
          onClick={() => onArchive(notification)}
        >
          <ArchiveIcon />
        </button>
      )}
    </li>
  );
});
