import { type MouseEvent, memo, type ReactElement, type ReactNode } from 'react';
import { type NavigationProps, useNotificationsContext } from '../../hooks/context.ts';
import type { NotificationRow, NotificationType } from '../../store/types.ts';
import { NotificationItem } from '../notification-item.tsx';
import type { NotificationItemAction } from './item-menu.tsx';

export interface RowRendering extends NavigationProps {
  /** In place of an item: given the row and what would be shown, returns an `<li>`. Keep it stable. */
  renderItem?: ((notification: NotificationRow, item: ReactElement) => ReactNode) | undefined;
  /** What items say, by type, in place of the title and the message. Keep it stable. */
  renderers?: { [Type in NotificationType]?: (notification: NotificationRow<Type>) => ReactNode } | undefined;
}

interface InboxRowProps extends RowRendering {
  notification: NotificationRow;
  /** Rows that this one stands for beside itself. */
  similar: number;
  expanded: boolean;
  onToggle: (notification: NotificationRow) => void;
  onActivate: (notification: NotificationRow, event: MouseEvent) => void;
  onAction: (action: NotificationItemAction, notification: NotificationRow, until?: Date) => void;
}

/** Renders again only when something of its own has changed: there may be ten thousand of them. */
export const InboxRow = memo(function InboxRow({
  notification,
  similar,
  expanded,
  onToggle,
  renderItem,
  renderers,
  ...props
}: InboxRowProps) {
  const { messages, plural } = useNotificationsContext().translator;
  const body = renderers?.[notification.type] as ((row: NotificationRow) => ReactNode) | undefined;
  const item = (
    <NotificationItem
      {...props}
      notification={notification}
      body={body?.(notification)}
      count={expanded ? 1 : similar + 1}
      data-stack={similar && !expanded ? '' : undefined}
    >
      {similar > 0 && (
        <button
          type="button"
          className="cn-text-button cn-item-similar"
          aria-expanded={expanded}
          onClick={() => onToggle(notification)}
        >
          {plural(messages.similar, similar)}
        </button>
      )}
    </NotificationItem>
  );
  return renderItem ? renderItem(notification, item) : item;
});
