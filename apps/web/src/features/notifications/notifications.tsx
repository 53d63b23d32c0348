'use client';

import '@cassius/react/styles.css';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import type { RealtimeConfig } from '../supabase/realtime.ts';
import { type Connected, ConnectionContext } from './connection.ts';
import { loadEngine } from './load-engine.ts';
import { whenIdle } from './when-idle.ts';

/** Between two attempts to fetch the code; each pause is twice the one before. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

interface NotificationsProps {
  userId: string;
  /** Language of the words, from the visitor's profile. */
  locale: string;
  /** Clock of the dates, from the visitor's profile or organisation; the browser's for who has neither. */
  timeZone: string | undefined;
  config: RealtimeConfig;
  children: ReactNode;
}

/**
 * Connects the pages to the notifications of their visitor: one live connection, one cache. It covers every
 * organisation of the visitor, for an alert must not wait until they switch to the organisation it comes from.
 *
 * The code for it comes after the page: a record can be read and a measurement typed before the bell is connected.
 */
export function Notifications({ userId, locale, timeZone, config, children }: NotificationsProps) {
  const [engine, setEngine] = useState<Awaited<ReturnType<typeof loadEngine>> | null>(null);
  const [connected, setConnected] = useState<Connected | null>(null);

  const [failures, setFailures] = useState(0);

  const load = useCallback(() => {
    // The network may be gone: the bell stays the plain link that it is until the code is here.
    loadEngine(locale).then(setEngine, () => setFailures((count) => count + 1));
  }, [locale]);
  useEffect(() => {
    if (failures === 0) return whenIdle(load);
    const retry = setTimeout(load, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1)));
    return () => clearTimeout(retry);
  }, [load, failures]);

  const connection = useMemo(() => ({ connected, hurry: load }), [connected, load]);
  return (
    <ConnectionContext.Provider value={connection}>
      {children}
      {engine && (
        <engine.Engine
          userId={userId}
          // What was loaded for the locale before is shown until the words of this one are here.
          words={engine.words}
          timeZone={timeZone}
          config={config}
          onConnect={setConnected}
        />
      )}
    </ConnectionContext.Provider>
  );
}
