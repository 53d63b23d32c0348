import type { Frequency } from '@cassius/contracts';
import type { ComponentProps } from 'react';
import { SelectField } from '../../forms/fields.tsx';

interface ChoiceSelectProps extends Omit<ComponentProps<typeof SelectField>, 'children'> {
  /** What leaving it alone means. */
  none: string;
}

/** On, off, or left alone. */
export function ChoiceSelect({ none, ...props }: ChoiceSelectProps) {
  return (
    <SelectField {...props}>
      <option value="">{none}</option>
      <option value="on">Activé</option>
      <option value="off">Désactivé</option>
    </SelectField>
  );
}

interface FrequencySelectProps extends ChoiceSelectProps {
  names: Record<Frequency, string>;
}

/** How often emails may come, or left alone. */
export function FrequencySelect({ none, names, ...props }: FrequencySelectProps) {
  return (
    <SelectField {...props}>
      <option value="">{none}</option>
      {Object.entries(names).map(([frequency, name]) => (
        <option key={frequency} value={frequency}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
