'use client';

import { useId } from 'react';
import { FormStatus } from '../forms/form-status.tsx';
import { useKeptForm } from '../forms/use-kept-form.ts';
import styles from './isq-form.module.css';
import { recordIsq } from './record-isq.ts';

/** Enters a measurement of one implant. Works before the page's script has loaded, too. */
export function IsqForm({ implantId, tooth }: { implantId: string; tooth: string }) {
  const { state, isPending, formProps, field } = useKeptForm(recordIsq);
  const { error, ...value } = field('value');
  const id = useId();

  return (
    <form {...formProps} className={styles.form} noValidate>
      <input type="hidden" name="implantId" value={implantId} />
      <label htmlFor={id} className={styles.label}>
        Saisir un ISQ<span className="visually-hidden"> pour la dent {tooth}</span>
      </label>
      <div className={styles.row}>
        <input
          {...value}
          // A refusal keeps what was typed; a success empties the field.
          key={state.at}
          id={id}
          className={styles.input}
          inputMode="numeric"
          autoComplete="off"
          placeholder="1 à 100"
          maxLength={12}
          aria-invalid={error ? true : undefined}
          aria-describedby={`${id}-message`}
          required
        />
        <button type="submit" className="button" disabled={isPending}>
          {isPending ? 'Enregistrement…' : 'Enregistrer'}
        </button>
      </div>
      {/* One line for the field and the form: there is one field. */}
      <FormStatus
        id={`${id}-message`}
        state={{ ...state, errors: { form: error ?? state.errors.form } }}
        isPending={isPending}
        className={styles.message}
      />
    </form>
  );
}
