'use client';

import { TextField } from '../forms/fields.tsx';
import styles from '../forms/form.module.css';
import { FormActions } from '../forms/form-actions.tsx';
import { useKeptForm } from '../forms/use-kept-form.ts';
import { addPatient } from './add-patient.ts';

interface PatientFormProps {
  organisation: { id: string; name: string };
  /** The practice's day, `YYYY-MM-DD`. */
  today: string;
}

/** Opens a patient's record. */
export function PatientForm({ organisation, today }: PatientFormProps) {
  const { state, isPending, formProps, field } = useKeptForm(addPatient);
  return (
    <form {...formProps} className={styles.form} noValidate>
      <input type="hidden" name="organisationId" value={organisation.id} />
      <div className={styles.fields}>
        <TextField {...field('firstName')} label="Prénom" maxLength={100} required />
        <TextField {...field('lastName')} label="Nom" maxLength={100} required />
        <TextField
          {...field('birthDate')}
          type="date"
          label="Date de naissance"
          hint="Facultative."
          min="1900-01-01"
          max={today}
        />
      </div>
      <FormActions button={['Créer le dossier', 'Création…']} state={state} isPending={isPending} />
    </form>
  );
}
