import { formatDay, formatTime } from './format.ts';
import { IsqBadge } from './isq-badge.tsx';
import styles from './isq-history.module.css';
import type { Measurement } from './types.ts';

/** Every measurement of an implant, newest first, with the step from the one before. */
export function IsqHistory({ measurements, timeZone }: { measurements: Measurement[]; timeZone: string }) {
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">Mesures d’ISQ, de la plus récente à la plus ancienne</caption>
      <thead>
        <tr>
          <th scope="col">Date</th>
          <th scope="col">Mesure</th>
          <th scope="col" className={styles.number}>
            Écart
          </th>
        </tr>
      </thead>
      <tbody>
        {measurements.map(({ id, value, measuredAt }, index) => (
          <tr key={id} id={`mesure-${id}`}>
            <td>
              <time dateTime={measuredAt} className={styles.when}>
                <span>{formatDay(measuredAt, timeZone)}</span> <span>{formatTime(measuredAt, timeZone)}</span>
              </time>
            </td>
            <td>
              <IsqBadge value={value} />
            </td>
            <td className={styles.number}>{step(value, measurements[index + 1]?.value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const signed = new Intl.NumberFormat('fr-FR', { signDisplay: 'exceptZero' });

const step = (value: number, before: number | undefined) =>
  before === undefined ? '–' : signed.format(value - before).replace('-', '−');
