import { formatInstant } from '../../practice/format.ts';
import type { Entry } from './entries.ts';
import styles from './entry-list.module.css';

/** Who did what, newest first. */
export function EntryList({ entries, timeZone }: { entries: Entry[]; timeZone: string }) {
  return (
    <ol className={styles.list} aria-label="Journal">
      {entries.map(({ id, at, who, what, particulars }) => (
        <li key={id} className={styles.entry}>
          <time dateTime={at} className={styles.when}>
            {formatInstant(at, timeZone)}
          </time>
          <div>
            <p>
              <strong>{who}</strong> {what}
            </p>
            {particulars.length > 0 && <p className={styles.particulars}>{particulars.join('\u00a0· ')}</p>}
          </div>
        </li>
      ))}
    </ol>
  );
}
