'use client';

import { type ComponentPropsWithoutRef, forwardRef, useEffect, useId, useState } from 'react';
import { useNotificationsContext } from '../hooks/context.ts';
import { useConnectionStatus } from '../hooks/use-connection-status.ts';
import { useNotificationPreferences } from '../hooks/use-notification-preferences.ts';
import type { PreferenceField, PreferencesMessages } from '../messages/preferences-messages.ts';
import { type PreferencesAction, sourceOf, WISHES } from '../store/apply-preferences.ts';
import type { NotificationTypePreference, PreferencesState } from '../store/preferences-api.ts';
import { classNames } from './internal/class-names.ts';
import { fill } from './internal/fill.ts';
import { PreferenceMutes } from './internal/preference-mutes.tsx';
import { PreferenceRow } from './internal/preference-row.tsx';
import { PreferenceTimes } from './internal/preference-times.tsx';
import { usePreferenceWords } from './internal/use-preference-words.ts';

export interface NotificationPreferencesProps extends Omit<ComponentPropsWithoutRef<'section'>, 'children'> {
  organisationId: string;
  /** Level of the title in the page's outline. Default 2. */
  headingLevel?: 1 | 2 | 3 | 4 | 5 | 6;
  /**
   * The types of notification that concern the user, and what they are called, for the sentences about single ones.
   * Without it: all of them, by their codes.
   */
  typeNames?: Partial<Record<string, string>>;
  /** What the server loaded for this organisation, to begin with. */
  initialData?: PreferencesState;
}

/** What to be told of, how and when, for one organisation. Each change is saved at once. */
export const NotificationPreferences = forwardRef<HTMLElement, NotificationPreferencesProps>(
  function NotificationPreferences(
    { organisationId, headingLevel = 2, typeNames, initialData, className, ...props },
    ref,
  ) {
    const titleId = useId();
    const Heading = `h${headingLevel}` as const;
    const { locale, messages } = useNotificationsContext().translator;
    const words = usePreferenceWords();
    const { data, error, refetch, save, saveStatus, saves, refused } = useNotificationPreferences(
      organisationId,
      { initialData },
    );
    // What is there is still worth having without a network; that it cannot be read again then goes without saying.
    const isOffline = useConnectionStatus() === 'offline';
    // Unknown until rendered in a browser.
    const [consent, setConsent] = useState<Consent>();
    useEffect(() => setConsent(hasPush() ? Notification.permission : 'unsupported'), []);

    const askPush = async () => {
      // The browser asks its user, unless they have answered before.
      const answer = hasPush() ? await Notification.requestPermission() : 'unsupported';
      setConsent(answer);
      return answer === 'granted';
    };

    return (
      <section
        lang={locale}
        {...props}
        ref={ref}
        className={classNames('cn-root', 'cn-preferences', className)}
        aria-labelledby={titleId}
        aria-busy={!data && !error}
      >
        <Heading className="cn-title" id={titleId}>
          {words.title}
        </Heading>
        <p className="cn-preference-hint">{words.hint}</p>
        {error && !(data && isOffline) && (
          <p role="alert" className="cn-preferences-failed">
            {words.loadFailed}{' '}
            <button type="button" className="cn-text-button" onClick={refetch}>
              {messages.retry}
            </button>
          </p>
        )}
        {/* Apart from the section, so that its width can be asked while the toast stays with the window. */}
        <div className="cn-preferences-body">
          {data && (
            <>
              <p className="cn-preference-head" aria-hidden="true">
                {WISHES.map((wish) => (
                  <span key={wish}>{words.fields[wish]}</span>
                ))}
              </p>
              {data.preferences.map((preference) => (
                <PreferenceRow
                  key={preference.category}
                  preference={preference}
                  types={data.types.filter(
                    (type) => type.category === preference.category && isConcern(type, typeNames),
                  )}
                  typeNames={typeNames}
                  save={save}
                  askPush={askPush}
                />
              ))}
              <div className="cn-preference-hint cn-preference-status">
                <p>{words.soon}</p>
                <p role="status" data-push={consent}>
                  {consent && words.push[consent]}
                </p>
              </div>
              <PreferenceTimes state={data} save={save} />
              {data.mutes && <PreferenceMutes mutes={data.mutes} save={save} />}
            </>
          )}
        </div>
        <p role="status" className="cn-preferences-toast">
          {saves > 0 && (
            // A new element each time, so that it shows itself anew.
            <span key={saves} data-status={saveStatus}>
              {refused
                ? fill(words.refused, { field: nameOf(refused.action, words) })
                : saveStatus === 'pending'
                  ? words.saving
                  : words.saved}
            </span>
          )}
        </p>
      </section>
    );
  },
);

type Consent = keyof PreferencesMessages['push'];

const hasPush = () => typeof Notification !== 'undefined';

/** An override is told to whom it binds, whatever their role usually hears of. */
const isConcern = (type: NotificationTypePreference, typeNames: NotificationPreferencesProps['typeNames']) =>
  !typeNames || type.type in typeNames || WISHES.some((wish) => sourceOf(type, wish) === 'override');

/** What an action is about, for someone who has to find it on the page. */
function nameOf({ preference, settings, profile }: PreferencesAction, words: PreferencesMessages): string {
  const { category, ...wishes } = preference ?? {};
  const [field] = Object.keys({ ...wishes, ...settings, ...profile }) as PreferenceField[];
  const name = field ? words.fields[field] : words.mutes;
  return category ? `${words.categories[category].name}, ${name}` : name;
}
