'use client';

import { useUnreadCount } from '@cassius/react';
import { useEffect } from 'react';

const PREFIX = /^\(\d+\) /;

/** Puts the unread count in front of the tab's title, and keeps it there as pages change the title. */
export function UnreadTitle() {
  const { count = 0 } = useUnreadCount();

  useEffect(() => {
    const apply = () => {
      const title = document.title.replace(PREFIX, '');
      const wanted = count > 0 ? `(${count}) ${title}` : title;
      if (document.title !== wanted) document.title = wanted;
    };
    apply();
    const observer = new MutationObserver(apply);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [count]);

  return null;
}
