import type { Frequency } from '@cassius/contracts';
import type { ComponentPropsWithoutRef } from 'react';

interface LabelledSelectProps extends ComponentPropsWithoutRef<'select'> {
  id: string;
  label: string;
  error?: string | undefined;
}

/** A `<select>` with its label and what is wrong with it. */
export function LabelledSelect({ id, label, error, children, ...props }: LabelledSelectProps) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        {...props}
        id={id}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={`${id}-error`}
      >
        {children}
      </select>
      <p id={`${id}-error`} className="field-error" role="alert">
        {error}
      </p>
    </div>
  );
}

interface ChoiceSelectProps extends Omit<LabelledSelectProps, 'children'> {
  /** What leaving it alone means. */
  none: string;
}

/** On, off, or left alone. */
export function ChoiceSelect({ none, ...props }: ChoiceSelectProps) {
  return (
    <LabelledSelect {...props}>
      <option value="">{none}</option>
      <option value="on">Activé</option>
      <option value="off">Désactivé</option>
    </LabelledSelect>
  );
}

interface FrequencySelectProps extends ChoiceSelectProps {
  names: Record<Frequency, string>;
}

/** How often emails may come, or left alone. */
export function FrequencySelect({ none, names, ...props }: FrequencySelectProps) {
  return (
    <LabelledSelect {...props}>
      <option value="">{none}</option>
      {Object.entries(names).map(([frequency, name]) => (
        <option key={frequency} value={frequency}>
          {name}
        </option>
      ))}
    </LabelledSelect>
  );
}
