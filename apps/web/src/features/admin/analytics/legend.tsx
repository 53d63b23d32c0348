import styles from './legend.module.css';
import { StageBar } from './stage-patterns.tsx';
import { furthestNames, furthestOf, nothing } from './stages.ts';

/** What the fillings of the bars mean, from their foot. */
export function Legend() {
  return (
    <ul className={styles.legend} aria-label="Légende">
      {furthestOf(nothing).map(({ stage }) => (
        <li key={stage}>
          <svg width="20" height="14" aria-hidden="true">
            <StageBar stage={stage} x={0.5} y={0.5} width={19} height={13} />
          </svg>
          {furthestNames[stage]}
        </li>
      ))}
    </ul>
  );
}
