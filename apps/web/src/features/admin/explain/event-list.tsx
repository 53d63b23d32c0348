import Link from 'next/link';
import { formatInstant } from '../../practice/format.ts';
import { typeName } from '../words.ts';
import styles from './event-list.module.css';
import type { PastEvent } from './events.ts';

/** What has happened, newest first; each leads to what was decided then. */
export function EventList({ events, timeZone }: { events: PastEvent[]; timeZone: string }) {
  return (
    <ol className={styles.list} aria-label="Événements passés">
      {events.map(({ id, type, at, actor, isThrottled, isRetracted }) => (
        <li key={id} className={styles.item}>
          <Link href={`/admin/explications/evenements/${id}`} prefetch={false} className={styles.name}>
            {typeName(type)}
          </Link>
          <span className={styles.detail}>
            <time dateTime={at}>{formatInstant(at, timeZone)}</time>
            {actor && `\u00a0· ${actor}`}
          </span>
          <EventState isThrottled={isThrottled} isRetracted={isRetracted} />
        </li>
      ))}
    </ol>
  );
}

/** What sets an event apart from those that simply were told. */
export function EventState({ isThrottled, isRetracted }: Pick<PastEvent, 'isThrottled' | 'isRetracted'>) {
  if (isRetracted) return <span className={styles.state}>Retiré</span>;
  return isThrottled ? <span className={styles.state}>Répétition, non signalée</span> : null;
}
