'use client';

import { SelectField, TextField } from '../forms/fields.tsx';
import styles from '../forms/form.module.css';
import { FormActions } from '../forms/form-actions.tsx';
import { useKeptForm } from '../forms/use-kept-form.ts';
import { addImplant } from './add-implant.ts';
import { teethByQuadrant } from './teeth.ts';

interface ImplantFormProps {
  patientId: string;
  /** The practice's day, `YYYY-MM-DD`. */
  today: string;
}

/** Adds an implant to a patient's record. */
export function ImplantForm({ patientId, today }: ImplantFormProps) {
  const { state, isPending, formProps, field } = useKeptForm(addImplant);
  return (
    <form {...formProps} className={styles.form} noValidate>
      <input type="hidden" name="patientId" value={patientId} />
      {/* A refusal keeps what was chosen; a success empties the fields. */}
      <div key={state.at} className={styles.fields}>
        <SelectField {...field('tooth')} label="Dent" required>
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
        <TextField {...field('placedOn')} type="date" label="Posé le" hint="Facultatif." max={today} />
      </div>
      <FormActions button={['Ajouter cet implant', 'Ajout…']} state={state} isPending={isPending} />
    </form>
  );
}
