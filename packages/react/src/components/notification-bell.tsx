'use client';

import {
  type ComponentPropsWithoutRef,
  forwardRef,
  type ReactElement,
  type ReactNode,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { type NavigationProps, useNotificationsContext } from '../hooks/context.ts';
import { useUnreadCount } from '../hooks/use-unread-count.ts';
import { ActionLink } from './internal/action-link.tsx';
import { classNames } from './internal/class-names.ts';
import { BADGE_MAX } from './internal/inbox-tabs.tsx';
import { Popover } from './internal/popover.tsx';
import { PreferencesLink } from './internal/preferences-link.tsx';
import { useArrivalAnnouncement } from './internal/use-arrival-announcement.ts';
import { NotificationInbox, type NotificationInboxProps } from './notification-inbox.tsx';

export interface NotificationBellProps
  extends NavigationProps,
    Omit<ComponentPropsWithoutRef<'button'>, 'children'> {
  /** Adds a link to the page with every notification. */
  inboxHref?: string;
  /** Adds a link to the preferences page. */
  preferencesHref?: string;
  /** In place of the drawn bell; decorative. */
  icon?: ReactNode;
  /** In place of the bell and its badge; decorative, for the button has its name. `count` is undefined until known. */
  children?: ReactNode | ((state: { count: number | undefined; open: boolean }) => ReactNode);
  /** For the inbox in the dialog, over what it has there: all tabs, a close button, links below. */
  inbox?: NotificationInboxProps;
  /** In place of that inbox: given it and what closes the dialog, returns what the dialog holds. */
  renderInbox?: (inbox: ReactElement, close: () => void) => ReactNode;
}

/** The bell with its exact unread count, and the inbox in a dialog that it opens. */
export const NotificationBell = forwardRef<HTMLButtonElement, NotificationBellProps>(
  function NotificationBell(
    {
      inboxHref,
      preferencesHref,
      icon = <span className="cn-bell-icon" />,
      children,
      inbox,
      renderInbox,
      onNavigate,
      linkComponent,
      className,
      onClick,
      ...props
    },
    ref,
  ) {
    const { locale, messages, plural } = useNotificationsContext().translator;
    const { count } = useUnreadCount();
    const announcement = useArrivalAnnouncement(count);
    const trigger = useRef<HTMLButtonElement>(null);
    useImperativeHandle(ref, () => trigger.current as HTMLButtonElement);
    const [open, setOpen] = useState(false);
    const panelId = useId();
    const titleId = `${panelId}-title`;
    const navigation = { onNavigate, linkComponent };
    const close = () => {
      trigger.current?.focus();
      setOpen(false);
    };

    const links = (inboxHref || preferencesHref) && (
      <footer className="cn-inbox-footer">
        {inboxHref && (
          <ActionLink {...navigation} className="cn-text-button" href={inboxHref} onFollow={close}>
            {messages.viewAll}
          </ActionLink>
        )}
        <PreferencesLink {...navigation} href={preferencesHref} onFollow={close} />
      </footer>
    );
    const content = () => (
      <NotificationInbox
        {...navigation}
        tabs
        footer={links}
        {...inbox}
        titleId={titleId}
        onActivate={(notification) => {
          inbox?.onActivate?.(notification);
          if (notification.link) close();
        }}
        actions={
          <>
            {inbox?.actions}
            <button
              type="button"
              className="cn-icon-button cn-close"
              aria-label={messages.close}
              onClick={close}
            />
          </>
        }
      />
    );

    return (
      <span lang={locale} className="cn-root cn-bell">
        <button
          {...props}
          ref={trigger}
          type="button"
          className={classNames('cn-bell-button', className)}
          aria-label={count === undefined ? messages.title : plural(messages.bell, count)}
          aria-haspopup="dialog"
          aria-expanded={open}
          aria-controls={open ? panelId : undefined}
          data-unread={count ? '' : undefined}
          onClick={(event) => {
            onClick?.(event);
            if (event.defaultPrevented) return;
            if (open) close();
            else setOpen(true);
          }}
        >
          {typeof children === 'function' ? children({ count, open }) : children}
          {children === undefined && (
            <>
              {icon}
              {count ? (
                <span className="cn-badge" data-overflow={count > BADGE_MAX || undefined} aria-hidden="true">
                  {count > BADGE_MAX ? messages.badgeOverflow : count}
                </span>
              ) : null}
            </>
          )}
        </button>
        <span role="status" className="cn-visually-hidden">
          {announcement}
        </span>
        {open && (
          <Popover
            trigger={trigger}
            onClose={() => setOpen(false)}
            trap
            id={panelId}
            role="dialog"
            aria-modal="true"
            aria-labelledby={titleId}
            className="cn-dialog"
          >
            {renderInbox ? renderInbox(content(), close) : content()}
          </Popover>
        )}
      </span>
    );
  },
);
