'use client';

import type { Frequency } from '@cassius/contracts';
import type { ReactNode } from 'react';
import { SelectField, TextField } from '../../forms/fields.tsx';
import { FormActions } from '../../forms/form-actions.tsx';
import { useKeptForm } from '../../forms/use-kept-form.ts';
import { ChoiceSelect, FrequencySelect } from '../forms/selects.tsx';
import type { Member } from '../people.ts';
import styles from './override-form.module.css';
import { addOverride } from './save-override.ts';

interface OverrideFormProps {
  organisationId: string;
  members: Member[];
  frequencyNames: Record<Frequency, string>;
  /** The options of what it may be about: categories, then types. */
  subjects: ReactNode;
}

const ALONE = 'Ne rien imposer';

/** Forces a channel for one person, whatever that person prefers. */
export function OverrideForm({ organisationId, members, frequencyNames, subjects }: OverrideFormProps) {
  const { state, isPending, formProps } = useKeptForm(addOverride);
  const { errors, at } = state;
  return (
    <form {...formProps} className="panel" noValidate>
      <input type="hidden" name="organisationId" value={organisationId} />
      {/* A refusal keeps what was chosen; a success empties the fields. */}
      <div key={at} className={styles.fields}>
        <SelectField id="person" name="person" label="Personne" defaultValue="" error={errors.person}>
          <option value="" disabled>
            Choisir une personne
          </option>
          {members.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <SelectField id="subject" name="subject" label="Sujet" defaultValue="" error={errors.subject}>
          <option value="" disabled>
            Choisir une catégorie ou un type
          </option>
          {subjects}
        </SelectField>
        <ChoiceSelect id="in_app" name="in_app" label="Application" none={ALONE} error={errors.forced} />
        <ChoiceSelect id="email" name="email" label="E-mail" none={ALONE} />
        <FrequencySelect
          id="frequency"
          name="frequency"
          label="Fréquence des e-mails"
          none={ALONE}
          names={frequencyNames}
        />
        <TextField id="reason" name="reason" label="Motif" maxLength={500} error={errors.reason} required />
      </div>
      <FormActions button={['Ajouter la dérogation', 'Ajout…']} state={state} isPending={isPending} />
    </form>
  );
}
