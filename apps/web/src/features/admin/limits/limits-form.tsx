'use client';

import { TextField } from '../../forms/fields.tsx';
import { useKeptForm } from '../../forms/use-kept-form.ts';
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
          maxLength={60}
          defaultValue={limits.rateLimit}
          error={errors.rateLimit}
        />
        <TextField
          name="reminderHours"
          label="Rappels de rendez-vous"
          maxLength={60}
          hint={'Heures avant le rendez-vous, séparées par des espaces. Vide\u00a0: aucun rappel.'}
          defaultValue={limits.reminderHours.join(' ')}
          error={errors.reminderHours}
        />
        <TextField
          name="retentionDays"
          label="Conservation, en jours"
          hint="Notifications, e-mails et traces sont ensuite effacés."
          inputMode="numeric"
          maxLength={60}
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
