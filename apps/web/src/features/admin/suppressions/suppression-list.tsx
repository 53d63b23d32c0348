'use client';

import { FormStatus } from '../../forms/form-status.tsx';
import { useFormAction } from '../../forms/use-form-action.ts';
import { formatInstant } from '../../practice/format.ts';
import { liftSuppression } from './lift-suppression.ts';
import styles from './suppression-list.module.css';
import type { Suppression } from './suppressions.ts';

interface SuppressionListProps {
  organisationId: string;
  suppressions: Suppression[];
  timeZone: string;
}

/** To whom nothing can be sent, since when and why; lifting it asks once more, with what to check before. */
export function SuppressionList({ organisationId, suppressions, timeZone }: SuppressionListProps) {
  const [state, lift, isPending] = useFormAction(liftSuppression, { errors: {} });
  return (
    <>
      <FormStatus state={state} isPending={isPending} className={styles.status} />
      {suppressions.length === 0 && (
        <p className={styles.none}>Aucune adresse bloquée{'\u00a0'}: chacun peut recevoir des e-mails.</p>
      )}
      <ul hidden={suppressions.length === 0} className={styles.list} aria-label="Adresses bloquées">
        {suppressions.map(({ userId, person, reason, caution, since, detail }) => (
          <li key={userId} className={styles.item}>
            <p>
              <strong>{person}</strong>
            </p>
            <p className={styles.reason}>{reason}</p>
            <p className={styles.detail}>
              Depuis le <time dateTime={since}>{formatInstant(since, timeZone)}</time>
              {detail && (
                <>
                  {'\u00a0· '}
                  <q lang="en">{detail}</q>
                </>
              )}
            </p>
            <details className={styles.lift}>
              <summary aria-label={`Lever le blocage de ${person}`}>Lever le blocage</summary>
              <form action={lift} className={styles.confirm}>
                <input type="hidden" name="organisationId" value={organisationId} />
                <input type="hidden" name="userId" value={userId} />
                <p>{caution}</p>
                <button type="submit" className="button" disabled={isPending}>
                  {isPending ? 'Levée…' : 'Lever le blocage'}
                </button>
              </form>
            </details>
          </li>
        ))}
      </ul>
    </>
  );
}
