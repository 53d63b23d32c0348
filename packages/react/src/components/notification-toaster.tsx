'use client';

import { type ComponentPropsWithoutRef, forwardRef, useEffect, useRef } from 'react';
import { type NavigationProps, useNotificationsContext } from '../hooks/context.ts';
import { useNotificationActions } from '../hooks/use-notification-actions.ts';
import {
  type UseNotificationToastsOptions,
  useNotificationToasts,
} from '../hooks/use-notification-toasts.ts';
import { toastsFr } from '../messages/toasts-fr.ts';
import type { NotificationRow } from '../store/types.ts';
import { classNames } from './internal/class-names.ts';
import { NotificationItem } from './notification-item.tsx';

export interface NotificationToasterProps
  extends NavigationProps,
    UseNotificationToastsOptions,
    Omit<ComponentPropsWithoutRef<'section'>, 'children'> {}

/**
 * Shows new notifications in a corner for a while: politely, critical ones assertively and until they are
 * dealt with. Put one on a page; the bell then leaves announcing to it.
 */
export const NotificationToaster = forwardRef<HTMLElement, NotificationToasterProps>(
  function NotificationToaster({ max, durationMs, onNavigate, linkComponent, className, ...props }, ref) {
    const { translator, toasters } = useNotificationsContext();
    const { locale, messages } = translator;
    const words = { ...toastsFr, ...messages.toasts };
    const { toasts, dismiss, pause, resume } = useNotificationToasts({ max, durationMs });
    const { click } = useNotificationActions();
    // What had the focus before the toasts, and gets it back after the last of them.
    const before = useRef<HTMLElement | null>(null);

    useEffect(() => {
      const self = Symbol('toaster');
      toasters.add(self);
      return () => {
        toasters.delete(self);
      };
    }, [toasters]);

    /** A toast is about to go, and would take the focus with it. */
    const moveOn = (within: Element) => {
      if (!within.contains(document.activeElement)) return;
      const buttons = [...(within.closest('section')?.querySelectorAll<HTMLElement>('.cn-close') ?? [])];
      const at = buttons.findIndex((button) => button.closest('li') === within.closest('li'));
      (buttons[at + 1] ?? buttons[at - 1] ?? before.current)?.focus();
    };
    const leave = ({ currentTarget }: { currentTarget: Element }) => {
      if (!currentTarget.matches(':hover, :focus-within')) resume();
    };

    const toast = (notification: NotificationRow) => (
      <NotificationItem
        key={notification.id}
        className="cn-toast"
        notification={notification}
        body={
          <>
            <span className="cn-item-title">{notification.title}</span>{' '}
            <span className="cn-item-message">{notification.message}</span>{' '}
            {notification.link && <span className="cn-toast-open">{words.open}</span>}
          </>
        }
        onNavigate={onNavigate}
        linkComponent={linkComponent}
        onActivate={(_row, event) => {
          moveOn(event.currentTarget);
          click(notification);
          dismiss(notification.id);
        }}
      >
        <button
          type="button"
          className="cn-icon-button cn-close"
          aria-label={`${messages.close}, ${notification.title}`}
          onClick={({ currentTarget }) => {
            moveOn(currentTarget);
            dismiss(notification.id);
          }}
        />
      </NotificationItem>
    );
    /** It stands before anything is put in it: a region that arrives full is not read out. */
    const region = (role: 'alert' | 'status', rows: NotificationRow[]) => (
      <div role={role} aria-relevant="additions" aria-atomic="false">
        <ol className="cn-list">{rows.map(toast)}</ol>
      </div>
    );

    return (
      <section
        lang={locale}
        {...props}
        ref={ref}
        className={classNames('cn-root', 'cn-toaster', className)}
        aria-label={words.region}
        onPointerEnter={pause}
        onPointerLeave={leave}
        onFocus={({ currentTarget, relatedTarget }) => {
          if (!currentTarget.contains(relatedTarget)) before.current = relatedTarget as HTMLElement | null;
          pause();
        }}
        onBlur={leave}
      >
        {region(
          'alert',
          toasts.filter((row) => row.severity === 'CRITICAL'),
        )}
        {region(
          'status',
          toasts.filter((row) => row.severity !== 'CRITICAL'),
        )}
        {/* A narrow page shows one of them, and all while one has the focus. A screen reader has them all anyway. */}
        {toasts.length > 1 && (
          <span
            className="cn-toaster-more"
            aria-hidden="true"
            onClick={({ currentTarget }) =>
              currentTarget.closest('section')?.querySelector<HTMLElement>('.cn-item-main')?.focus()
            }
          >
            +{toasts.length - 1}
          </span>
        )}
      </section>
    );
  },
);
