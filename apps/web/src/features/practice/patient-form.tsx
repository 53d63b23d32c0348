'use client';

import { TextField } from '../forms/fields.tsx';
import { useKeptForm } from '../forms/use-kept-form.ts';
import { addPatient } from './add-patient.ts';
import styles from './record-form.module.css';

interface PatientFormProps {
  organisation: { id: string; name: string };
  /** The practice's day, `YYYY-MM-DD`. */
  today: string;
}

/** Opens a patient's record. */
export function PatientForm({ organisation, today }: PatientFormProps) {
  const { state, isPending, formProps } = useKeptForm(addPatient, { errors: {} });
  const { errors, values } = state;
  return (
    <form {...formProps} className={styles.form} noValidate>
      <input type="hidden" name="organisationId" value={organisation.id} />
      <div className={styles.fields}>
        <TextField
          name="firstName"
          label="Prénom"
          defaultValue={values?.firstName}
          error={errors.firstName}
          maxLength={100}
          required
        />
        <TextField
          name="lastName"
          label="Nom"
          defaultValue={values?.lastName}
          error={errors.lastName}
          maxLength={100}
          required
        />
        <TextField
          name="birthDate"
          type="date"
          label="Date de naissance"
          hint="Facultative."
          defaultValue={values?.birthDate}
          error={errors.birthDate}
          min="1900-01-01"
          max={today}
        />
      </div>
      <div className={styles.end}>
        <button type="submit" className="button" disabled={isPending}>
          {isPending ? 'Création…' : 'Créer le dossier'}
        </button>
        <p role="status" className={styles.status} data-failed={errors.form ? true : undefined}>
          {!isPending && errors.form}
        </p>
      </div>
    </form>
  );
}
