'use client';

import { useActionState, useId } from 'react';
import styles from './isq-form.module.css';
import { type IsqFormState, recordIsq } from './record-isq.ts';

const EMPTY: IsqFormState = { value: '' };

/** Enters a measurement of one implant. Works before the page's script has loaded, too. */
export function IsqForm({ implantId, tooth }: { implantId: string; tooth: string }) {
  const [state, save, saving] = useActionState(recordIsq, EMPTY);
  const id = useId();
  const invalid = state.error !== undefined;

  return (
    <form action={save} className={styles.form} noValidate>
      <input type="hidden" name="implantId" value={implantId} />
      <label htmlFor={id} className={styles.label}>
        Saisir un ISQ<span className="visually-hidden"> pour la dent {tooth}</span>
      </label>
      <div className={styles.row}>
        <input
          // A refusal gives back what was typed; a success empties the field.
          key={state.saved?.at}
          id={id}
          name="value"
          className={styles.input}
          inputMode="numeric"
          autoComplete="off"
          placeholder="1 à 100"
          maxLength={12}
          defaultValue={state.value}
          aria-invalid={invalid || undefined}
          aria-describedby={`${id}-message`}
          required
        />
        <button type="submit" className="button" disabled={saving}>
          {saving ? 'Enregistrement…' : 'Enregistrer'}
        </button>
      </div>
      <p id={`${id}-message`} className={styles.message} data-invalid={invalid || undefined} role="status">
        {state.error}
        {state.saved && !saving && `ISQ ${state.saved.value} enregistré pour la dent ${tooth}.`}
      </p>
    </form>
  );
}
