import Link from 'next/link';
import { type Choices, choiceLabels, choices, previewPath } from './choices.ts';
import styles from './preview-switches.module.css';

/** How the sample is looked at: links, so that an address shows what its sender saw. */
export function PreviewSwitches({ current, chosen }: { current: string; chosen: Choices }) {
  return (
    <div className={styles.switches}>
      {(Object.keys(choices) as (keyof Choices)[]).map((name) => (
        <nav key={name} className={styles.switch} aria-label={choiceLabels[name]}>
          {Object.entries(choices[name]).map(([value, label]) => (
            <Link
              key={value}
              href={previewPath(current, { ...chosen, [name]: value })}
              prefetch={false}
              scroll={false}
              aria-current={chosen[name] === value ? 'true' : undefined}
            >
              {label}
            </Link>
          ))}
        </nav>
      ))}
    </div>
  );
}
