'use client';

import { TextField } from '../../forms/fields.tsx';
import styles from '../../forms/form.module.css';
import { FormActions } from '../../forms/form-actions.tsx';
import { useKeptForm } from '../../forms/use-kept-form.ts';
import type { Limits } from './limits.ts';
import { saveLimits } from './save-limits.ts';

/** How much, how long before and for how long: the limits of an organisation. */
export function LimitsForm({ organisationId, limits }: { organisationId: string; limits: Limits }) {
  const { state, isPending, formProps, field } = useKeptForm(saveLimits, {
    rateLimit: String(limits.rateLimit),
    reminderHours: limits.reminderHours.join(' '),
    retentionDays: String(limits.retentionDays),
  });
  return (
    <form {...formProps} className="panel" noValidate>
      <input type="hidden" name="organisationId" value={organisationId} />
      <div className={styles.fields}>
        <TextField
          {...field('rateLimit')}
          label="Notifications par minute"
          hint={'Par personne et par canal\u202f; le surplus est regroupé. Les critiques passent toujours.'}
          inputMode="numeric"
          maxLength={60}
        />
        <TextField
          {...field('reminderHours')}
          label="Rappels de rendez-vous"
          maxLength={60}
          hint={'Heures avant le rendez-vous, séparées par des espaces. Vide\u00a0: aucun rappel.'}
        />
        <TextField
          {...field('retentionDays')}
          label="Conservation, en jours"
          hint="Notifications, e-mails et traces sont ensuite effacés."
          inputMode="numeric"
          maxLength={60}
        />
      </div>
      <FormActions button={['Enregistrer', 'Enregistrement…']} state={state} isPending={isPending} />
    </form>
  );
}
