import Link from 'next/link';
import { age, count, fullName } from './format.ts';
import { isqBand } from './isq.ts';
import { IsqBadge } from './isq-badge.tsx';
import styles from './patient-list.module.css';
import type { PatientSummary } from './types.ts';

/** The weakest of the last measurements: what a practitioner looks for first. */
function weakest(patient: PatientSummary): number | null {
  const last = patient.implants.flatMap(({ measurements }) => measurements[0]?.value ?? []);
  return last.length === 0 ? null : Math.min(...last);
}

export function PatientList({ patients }: { patients: PatientSummary[] }) {
  return (
    <ul className={styles.list}>
      {patients.map((patient) => {
        const isq = weakest(patient);
        return (
          <li key={patient.id} className={styles.item} data-band={isq === null ? undefined : isqBand(isq)}>
            <Link href={`/patients/${patient.id}`} prefetch={false} className={styles.name}>
              {fullName(patient)}
            </Link>
            <span className={styles.detail}>
              {patient.birthDate && `${age(patient.birthDate)}\u00a0ans\u00a0· `}
              {count(patient.implants.length, 'implant', 'implants')}
              {patient.implants.length > 0 && `\u00a0· ${teeth(patient)}`}
            </span>
            <span className={styles.isq}>
              {isq === null ? <span className={styles.none}>Aucune mesure</span> : <IsqBadge value={isq} />}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

const teeth = ({ implants }: PatientSummary) =>
  `${implants.length > 1 ? 'dents' : 'dent'} ${implants.map(({ tooth }) => tooth).join(', ')}`;
