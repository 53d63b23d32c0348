import { useEffect, useRef, useState } from 'react';
import { useNotificationsContext } from '../../hooks/context.ts';

const QUIET_MS = 1_000;
const CLEAR_MS = 6_000;

/**
 * Words for a polite live region when the unread count grows: one sentence for a whole burst, none when a
 * mounted toaster speaks already.
 */
export function useArrivalAnnouncement(count: number | undefined): string {
  const { translator, toasters } = useNotificationsContext();
  const previous = useRef(count);
  const arrived = useRef(0);
  const [spoken, setSpoken] = useState(0);

  useEffect(() => {
    const before = previous.current;
    previous.current = count;
    if (count === undefined || before === undefined) return;
    arrived.current = Math.max(0, arrived.current + count - before);
    if (arrived.current === 0 || toasters.size > 0) return;
    const speak = setTimeout(() => {
      setSpoken(arrived.current);
      arrived.current = 0;
    }, QUIET_MS);
    return () => clearTimeout(speak);
  }, [count, toasters]);

  useEffect(() => {
    if (!spoken) return;
    // Emptied, so that the same sentence can be heard again.
    const clear = setTimeout(setSpoken, CLEAR_MS, 0);
    return () => clearTimeout(clear);
  }, [spoken]);

  return spoken ? translator.plural(translator.messages.arrived, spoken) : '';
}
