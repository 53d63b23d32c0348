import { useNotificationsContext } from '../../hooks/context.ts';
import { fullDate, relativeTime } from './relative-time.ts';
import { useNow } from './use-now.ts';

/** A date as people say it, with the exact one on hover; it keeps itself up to date. */
export function RelativeDate({ iso, className }: { iso: string; className?: string }) {
  const { locale, messages } = useNotificationsContext().translator;
  const now = useNow();
  const date = new Date(iso);
  return (
    // The server's clock and time zone differ from the reader's.
    <time className={className} dateTime={iso} title={fullDate(date, locale)} suppressHydrationWarning>
      {relativeTime(date, now, locale, messages.justNow)}
    </time>
  );
}
