'use client';

import { useKeptForm } from '../forms/use-kept-form.ts';
import { cancelAppointment } from './book-appointment.ts';
import styles from './record-form.module.css';

/** Cancels an appointment. What it does is said before, not asked after. */
export function CancelForm({ id }: { id: string }) {
  const { state, isPending, formProps } = useKeptForm(cancelAppointment, { errors: {} });
  return (
    <form {...formProps} className={styles.form}>
      <input type="hidden" name="id" value={id} />
      <p className={styles.note}>
        Le praticien en est averti, et le patient s’il a un compte. Leurs rappels sont retirés. Un rendez-vous
        annulé ne se rétablit pas.
      </p>
      <div className={styles.end}>
        <button type="submit" className="button button-danger" disabled={isPending}>
          {isPending ? 'Annulation…' : 'Annuler ce rendez-vous'}
        </button>
        <p role="status" className={styles.status} data-failed={state.errors.form ? true : undefined}>
          {!isPending && (state.errors.form ?? state.done)}
        </p>
      </div>
    </form>
  );
}
