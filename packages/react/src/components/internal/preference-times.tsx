import { useId, useState } from 'react';
import { useNotificationsContext } from '../../hooks/context.ts';
import type { PreferencesAction } from '../../store/apply-preferences.ts';
import type { NotificationSettings, PreferencesState } from '../../store/preferences-api.ts';
import { fill } from './fill.ts';
import { PreferenceField } from './preference-field.tsx';
import { PreferenceGroup } from './preference-group.tsx';
import { Switch } from './switch.tsx';
import { usePreferenceWords } from './use-preference-words.ts';

const LANGUAGES = ['fr', 'en'];
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];
const TIMES = ['digest_at', 'quiet_from', 'quiet_until'] as const;

/** IANA time zones that this browser knows. */
const timeZones = () => Intl.supportedValuesOf('timeZone');

/** What someone means who writes "europe/paris", "Paris" or "new york". */
function findTimeZone(text: string): string | undefined {
  const wanted = `/${text.trim().replaceAll(' ', '_').toLowerCase()}`;
  return [...timeZones(), 'UTC'].find((zone) => `/${zone.toLowerCase()}`.endsWith(wanted));
}

const languageName = (tag: string) => new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;

interface PreferenceTimesProps {
  state: PreferencesState;
  save: (action: PreferencesAction) => void;
}

/** When digests come and emails wait, by which clock, and in which language. */
export function PreferenceTimes({ state, save }: PreferenceTimesProps) {
  const { locale } = useNotificationsContext().translator;
  const { fields, ...words } = usePreferenceWords();
  const zonesId = useId();
  const [zones, setZones] = useState<string[]>([]);
  const { preferences, types, settings, profile, organisation } = state;

  const change = (settings: Partial<NotificationSettings>) => save({ settings });
  const isUsed = (frequency: string) =>
    [...preferences, ...types].some((one) => one.email && one.frequency === frequency);
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  const timeOf = (name: (typeof TIMES)[number] | undefined) => (name && settings[name]?.slice(0, 5)) ?? '';
  const [digestAt, ...quiet] = TIMES.map((name, place) => (
    <PreferenceField
      key={name}
      type="time"
      name={name}
      label={fields[name]}
      value={timeOf(name)}
      disabled={place === 0 && !isUsed('DAILY') && !isUsed('WEEKLY')}
      // Emptied, it keeps its time; and quiet hours that end as they begin would be none.
      read={(time) => (place > 0 && time === timeOf(TIMES[3 - place]) ? undefined : time || timeOf(name))}
      problem={words.quietProblem}
      save={(time) => change({ [name]: time })}
    />
  ));

  return (
    <>
      <PreferenceGroup className="cn-preference-fields" name={words.times} hint={words.timesHint}>
        {digestAt}
        <PreferenceField
          name="digest_weekday"
          label={fields.digest_weekday}
          value={`${settings.digest_weekday}`}
          disabled={!isUsed('WEEKLY')}
          // January 2024 began on a Monday.
          options={WEEKDAYS.map((day) => [`${day}`, weekday.format(Date.UTC(2024, 0, day))])}
          save={(day) => change({ digest_weekday: Number(day) })}
        />
        <Switch
          label={words.quiet}
          name="quiet"
          checked={settings.quiet_from !== null}
          onChange={({ target: { checked } }) =>
            change({ quiet_from: checked ? '20:00' : null, quiet_until: checked ? '07:00' : null })
          }
        />
        {settings.quiet_from && quiet}
      </PreferenceGroup>
      <PreferenceGroup className="cn-preference-fields" name={words.personal}>
        <PreferenceField
          name="timezone"
          label={fields.timezone}
          hint={fill(words.timezoneHint, { zone: organisation.timezone })}
          problem={words.timezoneProblem}
          placeholder={organisation.timezone}
          value={profile.timezone ?? ''}
          list={zonesId}
          autoComplete="off"
          spellCheck={false}
          // Some 400 names: not before they are of use.
          onFocus={() => setZones(timeZones)}
          read={(text) => (text ? findTimeZone(text) : '')}
          save={(timezone) => save({ profile: { timezone: timezone || null } })}
        />
        <datalist id={zonesId}>
          {zones.map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
        <PreferenceField
          name="locale"
          label={fields.locale}
          value={profile.locale ?? ''}
          options={[
            ['', fill(words.sameLanguage, { language: languageName(organisation.locale) })],
            ...LANGUAGES.map((tag): [string, string] => [tag, languageName(tag)]),
          ]}
          save={(tag) => save({ profile: { locale: tag || null } })}
        />
      </PreferenceGroup>
    </>
  );
}
