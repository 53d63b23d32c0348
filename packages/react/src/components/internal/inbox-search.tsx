import { useEffect, useRef } from 'react';
import { useNotificationsContext } from '../../hooks/context.ts';
import { useStable } from './use-stable.ts';

const PAUSE_MS = 250;

interface InboxSearchProps {
  /** What is searched for now; the field follows it. */
  q: string;
  onSearch: (q: string) => void;
}

/** Searches as one types, after a short pause; Escape empties it. */
export function InboxSearch({ q, onSearch }: InboxSearchProps) {
  const { search } = useNotificationsContext().translator.messages;
  // After the pause, with the tab and the filters of then.
  const report = useStable(onSearch);
  const field = useRef<HTMLInputElement>(null);
  const sent = useRef(q);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    // Someone else's choice. Our own comes back later than it was typed, and more may have been typed since.
    if (field.current && q !== sent.current) field.current.value = sent.current = q;
  }, [q]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const send = (pause: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const typed = field.current?.value.trim() ?? '';
      if (typed === sent.current) return;
      sent.current = typed;
      report(typed);
    }, pause);
  };

  return (
    <div className="cn-search">
      <input
        ref={field}
        type="search"
        className="cn-search-input"
        aria-label={search}
        placeholder={search}
        maxLength={200}
        defaultValue={q}
        onChange={() => send(PAUSE_MS)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !event.currentTarget.value) return;
          // Not for the dialog around it.
          event.preventDefault();
          event.currentTarget.value = '';
          send(0);
        }}
      />
    </div>
  );
}
