'use client';

import { FormStatus } from '../../forms/form-status.tsx';
import { useFormAction } from '../../forms/use-form-action.ts';
import { formatInstant } from '../../practice/format.ts';
import styles from './override-list.module.css';
import type { Override } from './overrides.ts';
import { liftOverride } from './save-override.ts';

/** What is forced, for whom, why and by whom; each can be lifted. */
export function OverrideList({ overrides, timeZone }: { overrides: Override[]; timeZone: string }) {
  const [state, lift, isPending] = useFormAction(liftOverride, { errors: {} });
  return (
    <>
      <FormStatus state={state} isPending={isPending} className={styles.status} />
      {overrides.length === 0 && (
        <p className={styles.none}>Aucune dérogation{'\u00a0'}: chacun reçoit selon ses préférences.</p>
      )}
      <form action={lift} hidden={overrides.length === 0}>
        <ul className={styles.list} aria-label="Dérogations en cours">
          {overrides.map(({ id, person, subject, isCategory, forced, reason, by, at }) => (
            <li key={id} className={styles.item}>
              <div>
                <p>
                  <strong>{person}</strong>&nbsp;·{' '}
                  {isCategory ? `catégorie «\u00a0${subject}\u00a0»` : subject}
                </p>
                <p className={styles.forced}>{forced.join('\u00a0· ')}</p>
                <p className={styles.detail}>
                  <q>{reason}</q> {by}, <time dateTime={at}>{formatInstant(at, timeZone)}</time>
                </p>
              </div>
              <button
                type="submit"
                name="id"
                value={id}
                className={styles.lift}
                aria-label={`Retirer la dérogation de ${person} pour ${subject}`}
              >
                Retirer
              </button>
            </li>
          ))}
        </ul>
      </form>
    </>
  );
}
