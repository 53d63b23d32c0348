import Link from 'next/link';
import { formatInstant } from '../../practice/format.ts';
import type { Verdict } from './answer.ts';
import styles from './verdict-text.module.css';

/** One decision: the sentence, the rule that decided, and the row that it came from. */
export function VerdictText({ verdict, timeZone }: { verdict: Verdict; timeZone: string }) {
  const { decision, sentence, rule, source, override } = verdict;
  return (
    <>
      <p className={styles.sentence} data-decision={decision}>
        {sentence}
      </p>
      <p className={styles.origin}>
        {rule}
        {source && '\u00a0· '}
        {source &&
          (source.page ? (
            <Link href={source.page} prefetch={false}>
              <code>{source.table}</code>
            </Link>
          ) : (
            <code>{source.table}</code>
          ))}
      </p>
      {override === 'lifted since' && <p className={styles.override}>Retirée depuis.</p>}
      {override !== null && override !== 'lifted since' && (
        <p className={styles.override}>
          Posée par {override.by} le{' '}
          <time dateTime={override.at}>{formatInstant(override.at, timeZone)}</time>
          {'\u00a0: '}
          <q>{override.reason}</q>
        </p>
      )}
    </>
  );
}
