import { type MouseEvent, useId } from 'react';
import { useNotificationsContext } from '../../hooks/context.ts';
import type { PreferencesAction } from '../../store/apply-preferences.ts';
import type { NotificationMute } from '../../store/preferences-api.ts';
import { fill } from './fill.ts';
import { PreferenceGroup } from './preference-group.tsx';
import { usePreferenceWords } from './use-preference-words.ts';

interface PreferenceMutesProps {
  mutes: NotificationMute[];
  save: (action: PreferencesAction) => void;
}

/** What the person has muted, each to be lifted. */
export function PreferenceMutes({ mutes, save }: PreferenceMutesProps) {
  const words = usePreferenceWords();
  const { locale, timeZone } = useNotificationsContext().translator;
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone });
  const id = useId();

  const lift = ({ currentTarget: button }: MouseEvent, unmute: string) => {
    // The button goes with its subject: the focus moves on first.
    const row = button.parentElement;
    const neighbour = row?.nextElementSibling ?? row?.previousElementSibling;
    (neighbour?.querySelector('button') ?? button.closest('fieldset'))?.focus();
    save({ unmute });
  };

  return (
    <PreferenceGroup
      className="cn-preference-mutes"
      tabIndex={-1}
      name={words.mutes}
      hint={mutes.length > 0 ? undefined : words.noMutes}
    >
      <ul>
        {mutes.map((mute) => (
          <li key={mute.id} data-entity-type={mute.entityType}>
            <span id={id + mute.id}>
              {mute.label ?? words.unnamed}
              {mute.mutedUntil && `, ${fill(words.until, { date: date.format(new Date(mute.mutedUntil)) })}`}
            </span>
            <button
              type="button"
              className="cn-text-button"
              aria-describedby={id + mute.id}
              onClick={(event) => lift(event, mute.id)}
            >
              {words.unmute}
            </button>
          </li>
        ))}
      </ul>
    </PreferenceGroup>
  );
}
