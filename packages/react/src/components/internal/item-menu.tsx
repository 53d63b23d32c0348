import { type FormEvent, type KeyboardEvent, type RefObject, useState } from 'react';
import { useNotificationsContext } from '../../hooks/context.ts';
import { isFuture } from '../../store/rows.ts';
import type { NotificationRow } from '../../store/types.ts';
import { Popover } from './popover.tsx';
import { comingTime } from './relative-time.ts';
import { rove } from './rove.ts';
import { snoozeTimes, toLocalInput } from './snooze-times.ts';

/** What the menu of a notification offers; each is also the name of the action that does it. */
export type NotificationItemAction =
  | 'markRead'
  | 'markUnread'
  | 'snooze'
  | 'unsnooze'
  | 'mute'
  | 'archive'
  | 'restore';

interface ItemMenuProps {
  notification: NotificationRow;
  trigger: RefObject<HTMLButtonElement | null>;
  /** Name of the menu. */
  label: string;
  onAction: (action: NotificationItemAction, until?: Date) => void;
  onClose: () => void;
}

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** The menu of one notification, and the date form that one of its entries opens in its place. */
export function ItemMenu({ notification, trigger, label, onAction, onClose }: ItemMenuProps) {
  const { messages, locale } = useNotificationsContext().translator;
  const [picking, setPicking] = useState(false);
  const [now] = useState(Date.now);
  const { is_read, archived_at, snoozed_until } = notification;

  const leave = () => {
    // First the focus: what an action removes takes the focus with it, and the list then knows from where.
    trigger.current?.focus();
    onClose();
  };
  const act = (action: NotificationItemAction, until?: Date) => {
    leave();
    onAction(action, until);
  };
  const item = (words: string, onClick: () => void, hint?: string) => (
    <button
      key={words}
      data-first
      type="button"
      role="menuitem"
      tabIndex={-1}
      className="cn-menu-item"
      onClick={onClick}
    >
      {words} <span className="cn-menu-hint">{hint}</span>
    </button>
  );
  const entry = (action: Exclude<NotificationItemAction, 'snooze'>) =>
    item(messages[action], () => act(action));
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const { key } = event;
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
    if (picking || rove(event, items, 'ArrowUp', 'ArrowDown')) return;
    // The key then goes on from the button.
    if (key === 'Tab') return leave();
    const after = items.indexOf(document.activeElement as HTMLElement) + 1;
    [...items.slice(after), ...items]
      .find((one) => one.textContent?.toLowerCase().startsWith(key.toLowerCase()))
      ?.focus();
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    act('snooze', new Date(String(new FormData(event.currentTarget).get('until'))));
  };

  return (
    <Popover
      trigger={trigger}
      onClose={onClose}
      trap={picking}
      role={picking ? 'dialog' : 'menu'}
      aria-label={label}
      className="cn-menu"
      onKeyDown={onKeyDown}
    >
      {picking ? (
        <form className="cn-menu-form" onSubmit={submit}>
          <label>
            {messages.snoozedUntil.replace('{date}', '')}
            <input
              data-first
              type="datetime-local"
              name="until"
              required
              min={toLocalInput(now + MINUTE)}
              max={toLocalInput(now + 365 * DAY)}
              defaultValue={toLocalInput(now + DAY)}
            />
          </label>
          <button type="submit" className="cn-button">
            {messages.snooze}
          </button>
        </form>
      ) : (
        <>
          {entry(is_read ? 'markUnread' : 'markRead')}
          {entry(archived_at ? 'restore' : 'archive')}
          {notification.entity_id && entry('mute')}
          {!archived_at && (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset is not allowed inside a menu
            <div role="group" aria-label={messages.snooze} className="cn-menu-group">
              <span className="cn-menu-hint" aria-hidden="true">
                {messages.snooze}
              </span>
              {isFuture(snoozed_until) && entry('unsnooze')}
              {snoozeTimes(now).map(([name, until]) =>
                item(
                  messages.snoozeFor[name],
                  () => act('snooze', until),
                  comingTime(until, now, { locale }),
                ),
              )}
              {item(messages.snoozeFor.date, () => setPicking(true))}
            </div>
          )}
        </>
      )}
    </Popover>
  );
}
