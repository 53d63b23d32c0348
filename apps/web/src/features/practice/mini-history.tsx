import { isqBand } from './isq.ts';
import styles from './mini-history.module.css';
import type { Measurement } from './types.ts';

/** The last few values in a line, oldest first, as one reads. */
export function MiniHistory({ measurements }: { measurements: Measurement[] }) {
  if (measurements.length < 2) return null;
  return (
    <div className={styles.line}>
      <span className={styles.label} id={`${measurements[0]?.id}-history`}>
        Historique
      </span>
      <ol className={styles.values} aria-labelledby={`${measurements[0]?.id}-history`}>
        {[...measurements].reverse().map(({ id, value }) => (
          <li key={id} data-band={isqBand(value)}>
            {value}
          </li>
        ))}
      </ol>
    </div>
  );
}
