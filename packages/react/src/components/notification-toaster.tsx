'use client';

import { type ComponentPropsWithoutRef, forwardRef, useEffect } from 'react';
import { type NavigationProps, useNotificationsContext } from '../hooks/context.ts';
import { useMarkRead } from '../hooks/use-mark-read.ts';
import {
  type UseNotificationToastsOptions,
  useNotificationToasts,
} from '../hooks/use-notification-toasts.ts';
import type { NotificationRow } from '../store/types.ts';
import { classNames } from './internal/class-names.ts';
import { CloseIcon } from './internal/icons.tsx';
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
    const { messages } = translator;
    const { toasts, dismiss, pause, resume } = useNotificationToasts({
      ...(max === undefined ? {} : { max }),
      ...(durationMs === undefined ? {} : { durationMs }),
    });
    const markRead = useMarkRead();

    useEffect(() => {
      const self = Symbol('toaster');
      toasters.add(self);
      return () => {
        toasters.delete(self);
      };
    }, [toasters]);

    const toast = (notification: NotificationRow) => (
      <div key={notification.id} className="cn-toast" data-severity={notification.severity}>
        <ol className="cn-list">
          <NotificationItem
            notification={notification}
            onNavigate={onNavigate}
            linkComponent={linkComponent}
            onActivate={() => {
              markRead.mutate(notification.id);
              dismiss(notification.id);
            }}
          />
        </ol>
        <button
          type="button"
          className="cn-icon-button"
          aria-label={`${messages.toasts.dismiss}, ${notification.title}`}
          onClick={() => dismiss(notification.id)}
        >
          <CloseIcon />
        </button>
      </div>
    );
    const critical = toasts.filter((row) => row.severity === 'CRITICAL');
    const others = toasts.filter((row) => row.severity !== 'CRITICAL');

    return (
      <section
        {...props}
        ref={ref}
        className={classNames('cn-root', 'cn-toaster', className)}
        aria-label={messages.toasts.region}
        onPointerEnter={pause}
        onPointerLeave={resume}
        onFocus={pause}
        onBlur={resume}
      >
        {/* Both regions stand before anything is put in them: a region that arrives full is not read out. */}
        <div role="alert" aria-relevant="additions" aria-atomic="false">
          {critical.map(toast)}
        </div>
        <div role="status" aria-relevant="additions" aria-atomic="false">
          {others.map(toast)}
        </div>
      </section>
    );
  },
);
