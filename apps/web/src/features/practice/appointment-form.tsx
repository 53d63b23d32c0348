'use client';

import type { ComponentProps, ReactNode } from 'react';
import { SelectField, TextField } from '../forms/fields.tsx';
import styles from '../forms/form.module.css';
import { FormActions } from '../forms/form-actions.tsx';
import { useKeptForm } from '../forms/use-kept-form.ts';
import type { AppointmentField, AppointmentFormState } from './appointment-input.ts';
import { DURATIONS } from './durations.ts';

interface AppointmentFormProps {
  /** What to do with it: book or move. */
  save: (state: AppointmentFormState, form: FormData) => Promise<AppointmentFormState>;
  /** Words of the button: at rest, and while it is being done. */
  button: [string, string];
  initial: Record<Exclude<AppointmentField, 'patientId' | 'practitionerId'>, string> & {
    practitionerId?: string;
  };
  practitioners: { id: string; name: string }[];
  /** The patients to choose from; absent: it is known whose appointment it is. */
  patients?: { id: string; name: string }[];
  /** The practice's day, `YYYY-MM-DD`. */
  today: string;
  /** Where the hour is meant. */
  clock: string;
  /** Hidden fields. */
  children?: ReactNode;
}

/** When, with whom and for how long. */
export function AppointmentForm(props: AppointmentFormProps) {
  const { save, button, initial, practitioners, patients, today, clock, children } = props;
  const { state, isPending, formProps, field } = useKeptForm(save, initial);
  const durations = [...new Set([...DURATIONS, Number(initial.duration)])]
    .filter((minutes) => minutes > 0)
    .sort((a, b) => a - b);

  return (
    <form {...formProps} className={styles.form} noValidate>
      {children}
      <div className={styles.fields}>
        {patients && <PersonField {...field('patientId')} label="Patient" people={patients} />}
        <PersonField {...field('practitionerId')} label="Praticien" people={practitioners} />
        <TextField {...field('date')} type="date" label="Date" min={today} required />
        <TextField {...field('time')} type="time" label="Heure" hint={clock} step={300} required />
        <SelectField {...field('duration')} label="Durée">
          {durations.map((minutes) => (
            <option key={minutes} value={minutes}>
              {minutes} min
            </option>
          ))}
        </SelectField>
      </div>
      <FormActions button={button} state={state} isPending={isPending} />
    </form>
  );
}

interface PersonFieldProps extends Omit<ComponentProps<typeof SelectField>, 'children'> {
  people: { id: string; name: string }[];
}

function PersonField({ people, ...props }: PersonFieldProps) {
  return (
    <SelectField {...props} required>
      <option value="">Choisir…</option>
      {people.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
