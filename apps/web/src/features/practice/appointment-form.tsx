'use client';

import type { ReactNode } from 'react';
import { SelectField, TextField } from '../forms/fields.tsx';
import { useKeptForm } from '../forms/use-kept-form.ts';
import type { AppointmentField, AppointmentFormState } from './appointment-input.ts';
import { DURATIONS } from './durations.ts';
import styles from './record-form.module.css';

interface AppointmentFormProps {
  /** What to do with it: book or move. */
  save: (state: AppointmentFormState, form: FormData) => Promise<AppointmentFormState>;
  /** Words of the button: at rest, and while it is being done. */
  button: [string, string];
  initial: Partial<Record<AppointmentField, string>>;
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
  const { state, isPending, formProps } = useKeptForm(save, { errors: {} });
  const { errors, done } = state;
  const values = { ...initial, ...state.values };
  const durations = [...new Set([...DURATIONS, Number(initial.duration)])]
    .filter((minutes) => minutes > 0)
    .sort((a, b) => a - b);

  return (
    <form {...formProps} className={styles.form} noValidate>
      {children}
      <div className={styles.fields}>
        {patients && (
          <SelectField
            name="patientId"
            label="Patient"
            defaultValue={values.patientId ?? ''}
            error={errors.patientId}
            required
          >
            <option value="">Choisir…</option>
            <Options of={patients} />
          </SelectField>
        )}
        <SelectField
          name="practitionerId"
          label="Praticien"
          defaultValue={values.practitionerId ?? ''}
          error={errors.practitionerId}
          required
        >
          <option value="">Choisir…</option>
          <Options of={practitioners} />
        </SelectField>
        <TextField
          name="date"
          type="date"
          label="Date"
          defaultValue={values.date}
          error={errors.date}
          min={today}
          required
        />
        <TextField
          name="time"
          type="time"
          label="Heure"
          hint={clock}
          defaultValue={values.time}
          error={errors.time}
          step={300}
          required
        />
        <SelectField
          name="duration"
          label="Durée"
          defaultValue={values.duration ?? '30'}
          error={errors.duration}
        >
          {durations.map((minutes) => (
            <option key={minutes} value={minutes}>
              {minutes} min
            </option>
          ))}
        </SelectField>
      </div>
      <div className={styles.end}>
        <button type="submit" className="button" disabled={isPending}>
          {isPending ? button[1] : button[0]}
        </button>
        <p role="status" className={styles.status} data-failed={errors.form ? true : undefined}>
          {!isPending && (errors.form ?? done)}
        </p>
      </div>
    </form>
  );
}

const Options = ({ of }: { of: { id: string; name: string }[] }) =>
  of.map(({ id, name }) => (
    <option key={id} value={id}>
      {name}
    </option>
  ));
