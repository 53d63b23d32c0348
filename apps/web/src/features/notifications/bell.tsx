'use client';

import Link from 'next/link';
import { type RefObject, useContext, useLayoutEffect, useRef } from 'react';
import { BellIcon } from './bell-icon.tsx';
import { ConnectionContext } from './connection.ts';

/** The bell of the header: until the notifications are connected, a plain link to them in the same place. */
export function NotificationBell() {
  const { connected } = useContext(ConnectionContext);
  const keepsFocus = useRef(false);
  if (connected === null) return <BellLink keepsFocus={keepsFocus} />;
  const { Scope, Bell } = connected;
  return (
    <Scope connected={connected}>
      <Bell keepsFocus={keepsFocus} />
    </Scope>
  );
}

function BellLink({ keepsFocus }: { keepsFocus: RefObject<boolean> }) {
  const link = useRef<HTMLAnchorElement>(null);

  // The real bell takes the place of this link: someone who had reached it with the keyboard stays where they are.
  useLayoutEffect(() => {
    const element = link.current;
    return () => {
      keepsFocus.current = element !== null && element === document.activeElement;
    };
  }, [keepsFocus]);

  return (
    <span className="cn-root cn-bell">
      <Link
        ref={link}
        href="/notifications"
        prefetch={false}
        className="cn-bell-button"
        aria-label="Notifications"
      >
        <BellIcon />
      </Link>
    </span>
  );
}
