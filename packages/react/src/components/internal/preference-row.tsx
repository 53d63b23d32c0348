import { useId } from 'react';
import { useNotificationsContext } from '../../hooks/context.ts';
import type { NotificationFrequency, NotificationPreference, PreferenceChange } from '../../store/types.ts';
import { Switch } from './switch.tsx';

const FREQUENCIES: NotificationFrequency[] = ['IMMEDIATE', 'DAILY', 'WEEKLY', 'NONE'];

interface PreferenceRowProps {
  preference: NotificationPreference;
  onChange: (change: PreferenceChange) => void;
}

/** One category: two switches, and how often emails may come. */
export function PreferenceRow({ preference, onChange }: PreferenceRowProps) {
  const { preferences: words } = useNotificationsContext().translator.messages;
  const descriptionId = useId();
  const { category, in_app: inApp, email, frequency } = preference;
  const { name, description } = words.categories[category];
  return (
    <fieldset className="cn-preference" data-category={category} aria-describedby={descriptionId}>
      <legend className="cn-preference-name">{name}</legend>
      <p id={descriptionId} className="cn-preference-description">
        {description}
      </p>
      <Switch
        label={words.inApp}
        name={`${category}-in-app`}
        checked={inApp}
        onChange={(event) => onChange({ category, in_app: event.target.checked })}
      />
      <Switch
        label={words.email}
        name={`${category}-email`}
        checked={email}
        onChange={(event) => {
          const wanted = event.target.checked;
          // Emails at a frequency of "never" would be a switch that does nothing.
          const revived = wanted && frequency === 'NONE' ? { frequency: 'IMMEDIATE' as const } : {};
          onChange({ category, email: wanted, ...revived });
        }}
      />
      <label className="cn-select">
        <span>{words.frequency}</span>
        <select
          name={`${category}-frequency`}
          value={frequency}
          disabled={!email}
          onChange={(event) => onChange({ category, frequency: event.target.value as NotificationFrequency })}
        >
          {FREQUENCIES.map((value) => (
            <option key={value} value={value}>
              {words.frequencies[value]}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  );
}
