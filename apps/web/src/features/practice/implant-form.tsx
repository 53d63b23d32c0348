'use client';

import { SelectField, TextField } from '../forms/fields.tsx';
import { useKeptForm } from '../forms/use-kept-form.ts';
import { addImplant } from './add-implant.ts';
import styles from './record-form.module.css';
import { teethByQuadrant } from './teeth.ts';

interface ImplantFormProps {
  patientId: string;
  /** The practice's day, `YYYY-MM-DD`. */
  today: string;
}

/** Adds an implant to a patient's record. */
export function ImplantForm({ patientId, today }: ImplantFormProps) {
  const { state, isPending, formProps } = useKeptForm(addImplant, { errors: {} });
  const { errors, values, done, at } = state;
  return (
    <form {...formProps} className={styles.form} noValidate>
      <input type="hidden" name="patientId" value={patientId} />
      {/* A refusal keeps what was chosen; a success empties the fields. */}
      <div key={at} className={styles.fields}>
        <SelectField
          name="tooth"
          label="Dent"
          defaultValue={values?.tooth ?? ''}
          error={errors.tooth}
          required
        >
          <option value="">Choisir…</option>
          {teethByQuadrant.map(({ name, teeth }) => (
            <optgroup key={name} label={name}>
              {teeth.map((tooth) => (
                <option key={tooth} value={tooth}>
                  {tooth}
                </option>
              ))}
            </optgroup>
          ))}
        </SelectField>
        <TextField
          name="placedOn"
          type="date"
          label="Posé le"
          hint="Facultatif."
          defaultValue={values?.placedOn}
          error={errors.placedOn}
          max={today}
        />
      </div>
      <div className={styles.end}>
        <button type="submit" className="button" disabled={isPending}>
          {isPending ? 'Ajout…' : 'Ajouter cet implant'}
        </button>
        <p role="status" className={styles.status} data-failed={errors.form ? true : undefined}>
          {!isPending && (errors.form ?? done)}
        </p>
      </div>
    </form>
  );
}
