'use client';

import { type ComponentPropsWithoutRef, forwardRef, useId } from 'react';
import { useNotificationsContext } from '../hooks/context.ts';
import { useNotificationPreferences } from '../hooks/use-notification-preferences.ts';
import { classNames } from './internal/class-names.ts';
import { InboxError, InboxSkeleton } from './internal/inbox-states.tsx';
import { PreferenceRow } from './internal/preference-row.tsx';

export interface NotificationPreferencesProps extends Omit<ComponentPropsWithoutRef<'section'>, 'children'> {
  organisationId: string;
  /** Level of the title in the page's outline. Default 2. */
  headingLevel?: 1 | 2 | 3 | 4 | 5 | 6;
}

/** What to be told of and how, category by category, for one organisation. Each change is saved at once. */
export const NotificationPreferences = forwardRef<HTMLElement, NotificationPreferencesProps>(
  function NotificationPreferences({ organisationId, headingLevel = 2, className, ...props }, ref) {
    const titleId = useId();
    const Heading = `h${headingLevel}` as const;
    const { preferences: words } = useNotificationsContext().translator.messages;
    const { preferences, status, refetch, save, saveStatus } = useNotificationPreferences(organisationId);
    const progress = { idle: '', pending: words.saving, success: words.saved, error: words.failed }[
      saveStatus
    ];

    return (
      <section
        {...props}
        ref={ref}
        className={classNames('cn-root', 'cn-preferences', className)}
        aria-labelledby={titleId}
      >
        <header className="cn-preferences-header">
          <Heading className="cn-title" id={titleId}>
            {words.title}
          </Heading>
          <p role="status" className="cn-preferences-status" data-status={saveStatus}>
            {progress}
          </p>
        </header>
        <p className="cn-preferences-hint">{words.hint}</p>
        {status === 'pending' && <InboxSkeleton />}
        {status === 'error' && <InboxError compact={preferences.length > 0} onRetry={refetch} />}
        {preferences.map((preference) => (
          <PreferenceRow key={preference.category} preference={preference} onChange={save} />
        ))}
      </section>
    );
  },
);
