import styles from './stage-patterns.module.css';
import type { Stage } from './stages.ts';

const patternId = (stage: Stage) => `stage-${stage}`;

/** How the parts of every bar are filled: told apart without their colour too. Once a page, before the charts. */
export function StagePatterns() {
  return (
    <svg className={styles.patterns} width="0" height="0" aria-hidden="true">
      <defs>
        <pattern id={patternId('clicked')} width="8" height="8" patternUnits="userSpaceOnUse">
          <rect className={styles.strong} width="8" height="8" />
        </pattern>
        <pattern
          id={patternId('read')}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect className={styles.pale} width="6" height="6" />
          <rect className={styles.mark} width="2.5" height="6" />
        </pattern>
        <pattern id={patternId('seen')} width="6" height="6" patternUnits="userSpaceOnUse">
          <rect className={styles.pale} width="6" height="6" />
          <circle className={styles.mark} cx="3" cy="3" r="1" />
        </pattern>
        <pattern id={patternId('sent')} width="8" height="8" patternUnits="userSpaceOnUse">
          <rect className={styles.empty} width="8" height="8" />
        </pattern>
      </defs>
    </svg>
  );
}

interface StageBarProps {
  stage: Stage;
  /** Lengths of SVG: numbers are pixels, a share of the drawing ends with %. */
  x: number | string;
  y: number;
  width: number | string;
  height: number;
}

/** One part of a bar. */
export function StageBar({ stage, ...place }: StageBarProps) {
  return <rect {...place} className={styles.bar} fill={`url(#${patternId(stage)})`} data-stage={stage} />;
}
