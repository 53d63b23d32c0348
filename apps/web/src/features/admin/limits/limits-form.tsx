'use client';

import { type ComponentPropsWithoutRef, useId } from 'react';
import { useKeptForm } from '../forms/use-kept-form.ts';
import type { Limits } from './limits.ts';
import styles from './limits-form.module.css';
import { saveLimits } from './save-limits.ts';

/** How much, how long before and for how long: the limits of an organisation. */
export function LimitsForm({ organisationId, limits }: { organisationId: string; limits: Limits }) {
  const { state, isPending, formProps } = useKeptForm(saveLimits, { errors: {} });
  const { errors, done } = state;
  return (
    <form {...formProps} className={styles.form} noValidate>
      <input type="hidden" name="organisationId" value={organisationId} />
      <div className={styles.fields}>
        <TextField
          name="rateLimit"
          label="Notifications par minute"
          hint={'Par personne et par canal\u202f; le surplus est regroupé. Les critiques passent toujours.'}
          inputMode="numeric"
          defaultValue={limits.rateLimit}
          error={errors.rateLimit}
        />
        <TextField
          name="reminderHours"
          label="Rappels de rendez-vous"
          hint={'Heures avant le rendez-vous, séparées par des espaces. Vide\u00a0: aucun rappel.'}
          defaultValue={limits.reminderHours.join(' ')}
          error={errors.reminderHours}
        />
        <TextField
          name="retentionDays"
          label="Conservation, en jours"
          hint="Notifications, e-mails et traces sont ensuite effacés."
          inputMode="numeric"
          defaultValue={limits.retentionDays}
          error={errors.retentionDays}
        />
      </div>
      <div className={styles.end}>
        <button type="submit" className="button" disabled={isPending}>
          {isPending ? 'Enregistrement…' : 'Enregistrer'}
        </button>
        <p role="status" className={styles.status} data-failed={errors.form ? true : undefined}>
          {!isPending && (errors.form ?? done)}
        </p>
      </div>
    </form>
  );
}

interface TextFieldProps extends ComponentPropsWithoutRef<'input'> {
  label: string;
  hint: string;
  error: string | undefined;
}

function TextField({ label, hint, error, ...props }: TextFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...props}
        id={id}
        autoComplete="off"
        maxLength={60}
        aria-invalid={error ? true : undefined}
        aria-describedby={`${id}-hint ${id}-error`}
      />
      <p id={`${id}-hint`} className={styles.hint}>
        {hint}
      </p>
      <p id={`${id}-error`} className="field-error" role="alert">
        {error}
      </p>
    </div>
  );
}
