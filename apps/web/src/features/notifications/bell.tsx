'use client';

import { NotificationBell as Bell } from '@cassius/react';

/** The bell, with the addresses that this application has for what is behind it. */
export function NotificationBell() {
  return <Bell inboxHref="/notifications" preferencesHref="/preferences" />;
}
