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
  const { plural, messages } = translator;
  const previous = useRef(count);
  const arrived = useRef(0);
  const [text, setText] = useState('');

  useEffect(() => {
    const before = previous.current;
    previous.current = count;
    if (count === undefined || before === undefined) return;
    arrived.current = Math.max(0, arrived.current + count - before);
    if (arrived.current === 0 || toasters.size > 0) return;
    const speak = setTimeout(() => {
      setText(plural(messages.arrived, arrived.current));
      arrived.current = 0;
    }, QUIET_MS);
    return () => clearTimeout(speak);
  }, [count, plural, messages, toasters]);

  useEffect(() => {
    if (!text) return;
    // Emptied, so that the same sentence can be heard again.
    const clear = setTimeout(setText, CLEAR_MS, '');
    return () => clearTimeout(clear);
  }, [text]);

  return text;
}
