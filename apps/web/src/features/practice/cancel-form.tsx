'use client';

import styles from '../forms/form.module.css';
import { FormActions } from '../forms/form-actions.tsx';
import { useKeptForm } from '../forms/use-kept-form.ts';
import { cancelAppointment } from './book-appointment.ts';

/** Cancels an appointment. What it does is said before, not asked after. */
export function CancelForm({ id }: { id: string }) {
  const { state, isPending, formProps } = useKeptForm(cancelAppointment);
  return (
    <form {...formProps} className={styles.form}>
      <input type="hidden" name="id" value={id} />
      <p className={styles.note}>
        Le praticien en est averti, et le patient s’il a un compte. Leurs rappels sont retirés. Un rendez-vous
        annulé ne se rétablit pas.
      </p>
      <FormActions
        button={['Annuler ce rendez-vous', 'Annulation…']}
        isDangerous
        state={state}
        isPending={isPending}
      />
    </form>
  );
}
