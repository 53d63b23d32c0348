'use client';

import { NotificationPreferences } from '@cassius/react';
import styles from './preferences.module.css';

/** What the visitor wants to hear of in one organisation; each change is saved at once. */
export function Preferences({ organisationId }: { organisationId: string }) {
  return (
    <NotificationPreferences key={organisationId} className={styles.panel} organisationId={organisationId} />
  );
}
