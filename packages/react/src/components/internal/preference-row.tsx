import { useId } from 'react';
import { type PreferencesAction, sourceOf, WISHES, type Wish } from '../../store/apply-preferences.ts';
import type { NotificationTypePreference } from '../../store/preferences-api.ts';
import type { NotificationPreference } from '../../store/types.ts';
import { PreferenceGroup } from './preference-group.tsx';
import { PreferenceNotes } from './preference-notes.tsx';
import { Switch } from './switch.tsx';
import { usePreferenceWords } from './use-preference-words.ts';

interface PreferenceRowProps {
  preference: NotificationPreference;
  /** Those of its category. */
  types: NotificationTypePreference[];
  typeNames: Partial<Record<string, string>> | undefined;
  save: (action: PreferencesAction) => void;
  /** Resolves to whether this browser may show notifications. */
  askPush: () => Promise<boolean>;
}

/** One category: a switch a channel, and how often emails may come. */
export function PreferenceRow({ preference, types, typeNames, save, askPush }: PreferenceRowProps) {
  const words = usePreferenceWords();
  const id = useId();
  const { category } = preference;
  const { name, description } = words.categories[category];

  const change = async (wish: Wish, value: boolean | string) => {
    if (wish === 'push' && value && !(await askPush())) return;
    // Emails at a frequency of "never" would be a switch that does nothing.
    const isRevived = wish === 'email' && value && preference.frequency === 'NONE';
    save({ preference: { category, [wish]: value, ...(isRevived && { frequency: 'IMMEDIATE' }) } });
  };
  const isEmailing = preference.email || types.some((type) => type.email);

  return (
    <PreferenceGroup className="cn-preference" data-category={category} name={name} hint={description}>
      {WISHES.map((wish) => {
        const [first = preference] = types;
        // One's own wish, unless it has no effect on any type.
        const isSettled =
          types.length > 0 && types.every((type) => /^(mand|over)/.test(sourceOf(type, wish) ?? ''));
        const value = (isSettled ? first : preference)[wish];
        // Of emails that nobody gets, how often they come says nothing.
        const isMixed = types.some((type) => type[wish] !== value && (wish !== 'frequency' || type.email));
        const control = {
          name: `${category}-${wish}`,
          disabled: isSettled,
          'aria-describedby': isMixed ? id + wish : undefined,
        };
        return (
          <div key={wish} className={`cn-preference-${wish}`}>
            {wish === 'frequency' ? (
              <label className="cn-select">
                <span>{words.fields.frequency}</span>
                <select
                  {...control}
                  value={`${value}`}
                  disabled={isSettled || !isEmailing}
                  onChange={(event) => void change(wish, event.target.value)}
                >
                  {Object.entries(words.frequencies).map(([frequency, label]) => (
                    <option key={frequency} value={frequency}>
                      {label}
                    </option>
                  ))}
                </select>
              </label>
            ) : (
              <Switch
                {...control}
                label={words.fields[wish]}
                checked={value === true}
                onChange={(event) => void change(wish, event.target.checked)}
              />
            )}
            {isMixed && (
              <span id={id + wish} className="cn-preference-mixed">
                {words.mixed}
              </span>
            )}
          </div>
        );
      })}
      <PreferenceNotes types={types} typeNames={typeNames} />
    </PreferenceGroup>
  );
}
