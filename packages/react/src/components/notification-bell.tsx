'use client';

import { type ComponentPropsWithoutRef, forwardRef, type ReactNode, useId, useRef } from 'react';
import { type NavigationProps, useNotificationsContext } from '../hooks/context.ts';
import { useUnreadCount } from '../hooks/use-unread-count.ts';
import { ActionLink } from './internal/action-link.tsx';
import { classNames } from './internal/class-names.ts';
import { BellIcon, CloseIcon, SettingsIcon } from './internal/icons.tsx';
import { useArrivalAnnouncement } from './internal/use-arrival-announcement.ts';
import { useMergedRef } from './internal/use-merged-ref.ts';
import { usePopover } from './internal/use-popover.ts';
import { NotificationInbox } from './notification-inbox.tsx';

const BADGE_MAX = 99;

export interface NotificationBellProps
  extends NavigationProps,
    Omit<ComponentPropsWithoutRef<'button'>, 'children'> {
  /** Adds a link to the page with every notification. */
  inboxHref?: string;
  /** Adds a link to the preferences page. */
  preferencesHref?: string;
  /** In place of the drawn bell; decorative. */
  icon?: ReactNode;
}

/** The bell with its exact unread count, and the inbox in a dialog that it opens. */
export const NotificationBell = forwardRef<HTMLButtonElement, NotificationBellProps>(
  function NotificationBell(
    {
      inboxHref,
      preferencesHref,
      icon = <BellIcon />,
      onNavigate,
      linkComponent,
      className,
      onClick,
      ...props
    },
    ref,
  ) {
    const { messages, plural } = useNotificationsContext().translator;
    const { count } = useUnreadCount();
    const announcement = useArrivalAnnouncement(count);
    const trigger = useRef<HTMLButtonElement>(null);
    const panel = useRef<HTMLDivElement>(null);
    const { open, toggle, close } = usePopover(trigger, panel);
    const panelId = useId();
    const titleId = useId();
    const navigation = { onNavigate, linkComponent };

    return (
      <span className="cn-root cn-bell">
        <button
          {...props}
          ref={useMergedRef(trigger, ref)}
          type="button"
          className={classNames('cn-bell-button', className)}
          aria-label={count === undefined ? messages.title : plural(messages.bell, count)}
          aria-haspopup="dialog"
          aria-expanded={open}
          aria-controls={open ? panelId : undefined}
          data-unread={count ? '' : undefined}
          onClick={(event) => {
            onClick?.(event);
            if (!event.defaultPrevented) toggle();
          }}
        >
          {icon}
          {count ? (
            <span className="cn-badge" data-overflow={count > BADGE_MAX || undefined} aria-hidden="true">
              {count > BADGE_MAX ? messages.badgeOverflow : count}
            </span>
          ) : null}
        </button>
        <span role="status" className="cn-visually-hidden">
          {announcement}
        </span>
        {open && (
          <div
            ref={panel}
            id={panelId}
            role="dialog"
            aria-modal="true"
            aria-labelledby={titleId}
            tabIndex={-1}
            className="cn-root cn-popover"
            popover="manual"
          >
            <NotificationInbox
              {...navigation}
              titleId={titleId}
              onActivate={(notification) => notification.link && close()}
              actions={
                <button
                  type="button"
                  className="cn-icon-button cn-popover-close"
                  aria-label={messages.close}
                  onClick={close}
                >
                  <CloseIcon />
                </button>
              }
              footer={
                (inboxHref || preferencesHref) && (
                  <footer className="cn-inbox-footer">
                    {inboxHref && (
                      <ActionLink
                        {...navigation}
                        className="cn-text-button"
                        href={inboxHref}
                        onFollow={close}
                      >
                        {messages.viewAll}
                      </ActionLink>
                    )}
                    {preferencesHref && (
                      <ActionLink
                        {...navigation}
                        className="cn-icon-button"
                        href={preferencesHref}
                        aria-label={messages.preferencesLink}
                        title={messages.preferencesLink}
                        onFollow={close}
                      >
                        <SettingsIcon />
                      </ActionLink>
                    )}
                  </footer>
                )
              }
            />
          </div>
        )}
      </span>
    );
  },
);
