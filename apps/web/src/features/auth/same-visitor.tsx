'use client';

import { useEffect } from 'react';
import { sessionUserId } from '../supabase/session-token.ts';

/**
 * Loads the page anew when it is somebody else's: whoever signs in, in any tab, is the visitor of all tabs. Each page
 * tells the others whose it is; one that hears another name asks the server which of the two is out of date.
 */
export function SameVisitor({ userId }: { userId: string }) {
  useEffect(() => {
    // Browsers of before 2022 have none.
    if (typeof BroadcastChannel === 'undefined') return;
    let isGone = false;
    const channel = new BroadcastChannel('cassius-visitor');

    const check = async () => {
      // Without an answer, or after the end of the session, the page stays as it is: nobody else's data can come.
      const current = await sessionUserId().catch(() => null);
      if (isGone || current === null) return;
      if (current === userId) channel.postMessage(userId);
      else window.location.reload();
    };
    const hear = ({ data }: MessageEvent<string>) => {
      if (data !== userId) void check();
    };
    // A page that the browser had put by has heard nothing meanwhile.
    const comeBack = ({ persisted }: PageTransitionEvent) => {
      if (persisted) void check();
    };

    channel.addEventListener('message', hear);
    window.addEventListener('pageshow', comeBack);
    channel.postMessage(userId);
    return () => {
      isGone = true;
      channel.close();
      window.removeEventListener('pageshow', comeBack);
    };
  }, [userId]);
  return null;
}
