import Link from 'next/link';
import styles from './agenda-card.module.css';
import { isPast, statusName } from './appointment-status.ts';
import { formatTime, fullName } from './format.ts';
import type { AgendaEntry } from './types.ts';

interface AgendaCardProps {
  entry: AgendaEntry;
  now: Date;
  timeZone: string;
  isNew: boolean;
}

/** An appointment in the agenda; it leads to where it can be moved or cancelled. */
export function AgendaCard({ entry, now, timeZone, isNew }: AgendaCardProps) {
  const { id, startsAt, endsAt, status, patient, practitioner } = entry;
  const state = statusName(entry, now);
  return (
    <li
      className={styles.card}
      data-status={status}
      data-past={isPast(entry, now) || undefined}
      data-new={isNew || undefined}
    >
      <p className={styles.time}>
        <time dateTime={startsAt}>{formatTime(startsAt, timeZone)}</time>
        {' – '}
        <time dateTime={endsAt}>{formatTime(endsAt, timeZone)}</time>
      </p>
      <Link href={`/rendez-vous/${id}`} prefetch={false} className={styles.patient}>
        {fullName(patient)}
      </Link>
      <p className={styles.detail}>
        {practitioner?.name ?? 'Sans praticien'}
        {/* What is planned is the rule, and goes without saying. */}
        {state !== 'Prévu' && <span className={styles.state}> · {state}</span>}
      </p>
    </li>
  );
}
