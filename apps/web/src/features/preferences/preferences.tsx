'use client';

import { NotificationPreferences, type NotificationPreferencesProps } from '@cassius/react/preferences';
import { WithNotifications } from '../notifications/with-notifications.tsx';
import styles from './preferences.module.css';

type PreferencesProps = Pick<NotificationPreferencesProps, 'organisationId' | 'initialData' | 'typeNames'>;

/** What the visitor wants to hear of in one organisation; each change is saved at once. */
export function Preferences(props: PreferencesProps) {
  return (
    <WithNotifications
      fallback={
        <p className={`${styles.panel} ${styles.coming}`} aria-busy="true">
          Chargement des préférences…
        </p>
      }
    >
      <NotificationPreferences className={styles.panel} {...props} />
    </WithNotifications>
  );
}
