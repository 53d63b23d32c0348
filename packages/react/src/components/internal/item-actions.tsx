import { useRef, useState } from 'react';
import { useNotificationsContext } from '../../hooks/context.ts';
import type { NotificationRow } from '../../store/types.ts';
import { ItemMenu, type NotificationItemAction } from './item-menu.tsx';

interface ItemActionsProps {
  notification: NotificationRow;
  /** How many notifications this one stands for, itself included. */
  count: number;
  onAction: (action: NotificationItemAction, notification: NotificationRow, until?: Date) => void;
}

/** The menu button of a notification and, under a mouse, its archive button. */
export function ItemActions({ notification, count, onAction }: ItemActionsProps) {
  const { messages, plural } = useNotificationsContext().translator;
  const [open, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const subject = count > 1 ? `${notification.title}, ${plural(messages.many, count)}` : notification.title;
  const label = `${messages.actions}, ${subject}`;
  return (
    <div className="cn-item-actions">
      {!notification.archived_at && (
        <button
          type="button"
          // The keyboard has the menu and the Delete key: one stop less in each row.
          tabIndex={-1}
          className="cn-icon-button cn-item-archive"
          aria-label={`${messages.archive}, ${subject}`}
          title={messages.archive}
          onClick={() => onAction('archive', notification)}
        />
      )}
      <button
        ref={trigger}
        type="button"
        className="cn-icon-button cn-item-more"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setOpen(true);
        }}
      />
      {open && (
        <ItemMenu
          label={label}
          notification={notification}
          trigger={trigger}
          onAction={(action, until) => onAction(action, notification, until)}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}
