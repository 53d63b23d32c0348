import { bandNames, isqBand } from './isq.ts';
import styles from './isq-badge.module.css';

/** A measurement with its meaning in words: colour alone tells nothing to some readers. */
export function IsqBadge({ value }: { value: number }) {
  const band = isqBand(value);
  return (
    <span className={styles.badge} data-band={band}>
      <span className={styles.value}>
        <abbr title="Quotient de stabilité implantaire">ISQ</abbr> {value}
      </span>
      <span className={styles.band}>{bandNames[band]}</span>
    </span>
  );
}
