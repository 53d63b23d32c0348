import { useEffect, useState } from 'react';
import { useNotificationsContext } from '../../hooks/context.ts';
import { fullDate, relativeTime } from './relative-time.ts';

const TICK_MS = 30_000;

/** A date as people say it, with the exact one on hover; it keeps itself up to date. */
export function RelativeDate({ iso }: { iso: string }) {
  const { translator } = useNotificationsContext();
  const date = new Date(iso);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const clock = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(clock);
  }, []);
  return (
    // The server's clock differs from the reader's.
    <time dateTime={iso} title={fullDate(date, translator)} suppressHydrationWarning>
      {relativeTime(date, now, translator)}
    </time>
  );
}
