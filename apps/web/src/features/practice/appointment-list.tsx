import styles from './appointment-list.module.css';
import { formatInstant } from './format.ts';
import type { Appointment } from './types.ts';

const STATUS: Record<string, string> = {
  scheduled: 'Prévu',
  confirmed: 'Confirmé',
  cancelled: 'Annulé',
  completed: 'Honoré',
  missed: 'Manqué',
};

export function AppointmentList(props: { appointments: Appointment[]; timeZone: string }) {
  return (
    <ul className={styles.list}>
      {props.appointments.map(({ id, startsAt, status, practitioner }) => (
        <li key={id} className={styles.item} data-status={status}>
          <time dateTime={startsAt}>{formatInstant(startsAt, props.timeZone)}</time>
          <span className={styles.status}>{STATUS[status] ?? status}</span>
          {practitioner && <span className={styles.who}>{practitioner}</span>}
        </li>
      ))}
    </ul>
  );
}
