import Link from 'next/link';
import styles from './appointment-list.module.css';
import { isPast, statusName } from './appointment-status.ts';
import { formatDay, formatTime } from './format.ts';
import type { Appointment } from './types.ts';

interface AppointmentListProps {
  appointments: Appointment[];
  timeZone: string;
  now: Date;
}

/** A patient's appointments. */
export function AppointmentList({ appointments, timeZone, now }: AppointmentListProps) {
  return (
    <ul className={styles.list}>
      {appointments.map((appointment) => {
        const { id, startsAt, endsAt, status, practitioner } = appointment;
        return (
          <li
            key={id}
            className={styles.item}
            data-status={status}
            data-past={isPast(appointment, now) || undefined}
          >
            <Link href={`/rendez-vous/${id}`} prefetch={false} className={styles.link}>
              <time dateTime={startsAt}>
                {formatDay(startsAt, timeZone)}, {formatTime(startsAt, timeZone)}
              </time>
              {' – '}
              <time dateTime={endsAt}>{formatTime(endsAt, timeZone)}</time>
            </Link>
            <span className={styles.status}>{statusName(appointment, now)}</span>
            {practitioner && <span className={styles.who}>{practitioner.name}</span>}
          </li>
        );
      })}
    </ul>
  );
}
