import { typeName } from '../words.ts';
import type { Analytics } from './analytics.ts';
import { sentence } from './sentence.ts';
import { StageBar } from './stage-patterns.tsx';
import { furthestOf } from './stages.ts';
import styles from './type-bars.module.css';

const HEIGHT = 16;

/** What was sent of each type, and how far it has come: a bar for the eye, and the same in words. */
export function TypeBars({ types }: { types: Analytics['types'] }) {
  // A type that was told by email alone has no bar.
  const shown = types.filter(({ sent }) => sent > 0);
  const most = Math.max(...shown.map(({ sent }) => sent));
  return (
    <ol className={styles.types} aria-labelledby="par-type">
      {shown.map(({ type, ...stages }) => {
        let before = 0;
        return (
          <li key={type} className={styles.type}>
            <h3>{typeName(type)}</h3>
            <svg className={styles.bar} width="100%" height={HEIGHT + 1} aria-hidden="true">
              {furthestOf(stages)
                .filter(({ count }) => count > 0)
                .map(({ stage, count }) => {
                  const x = before;
                  before += count;
                  return (
                    <StageBar
                      key={stage}
                      stage={stage}
                      x={`${(x / most) * 100}%`}
                      y={0.5}
                      width={`${(count / most) * 100}%`}
                      height={HEIGHT}
                    />
                  );
                })}
            </svg>
            <p>{sentence(stages, { withRates: true })}</p>
          </li>
        );
      })}
    </ol>
  );
}
