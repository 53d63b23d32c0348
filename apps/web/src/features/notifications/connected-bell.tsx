'use client';

import { NotificationBell } from '@cassius/react';
import { type RefObject, useLayoutEffect, useRef } from 'react';
import { BellIcon } from './bell-icon.tsx';

interface ConnectedBellProps {
  /** Whether what stood in the bell's place had the focus. */
  keepsFocus: RefObject<boolean>;
}

/** The bell, with the addresses that this application has for what is behind it. */
export function ConnectedBell({ keepsFocus }: ConnectedBellProps) {
  const button = useRef<HTMLButtonElement>(null);

  useLayoutEffect(() => {
    if (keepsFocus.current) button.current?.focus();
    keepsFocus.current = false;
  }, [keepsFocus]);

  return (
    <NotificationBell
      ref={button}
      icon={<BellIcon />}
      inboxHref="/notifications"
      preferencesHref="/preferences"
    />
  );
}
