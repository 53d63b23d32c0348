'use client';

import { NotificationInbox } from '@cassius/react';
import { useId, useMemo } from 'react';
import { ViewTabs } from '../shell/view-tabs.tsx';
import styles from './centre.module.css';
import { type CentreView, toFilters } from './centre-address.ts';
import type { CentreChoices } from './centre-choices.ts';
import { CentreEmpty } from './centre-empty.tsx';
import { CentreFilters } from './centre-filters.tsx';
import { useCentreAddress } from './use-centre-address.ts';
import { WithNotifications } from './with-notifications.tsx';

const VIEWS: { vue: CentreView | undefined; name: string }[] = [
  { vue: undefined, name: 'Boîte de réception' },
  { vue: 'en-pause', name: 'En pause' },
  { vue: 'archivees', name: 'Archivées' },
];

/** Every notification of the visitor: what is to be dealt with, put off or put away, and ways to find one. */
export function NotificationCentre({ choices }: { choices: CentreChoices }) {
  const { state, addressOf, open, go } = useCentreAddress(choices);
  const filters = useMemo(() => toFilters(state), [state]);
  const titleId = useId();

  const clear = () => {
    go({ vue: state.vue });
    // The button that was pressed goes: whoever came with the keyboard goes on from the title of the list.
    document.getElementById(titleId)?.focus();
  };

  return (
    <>
      <ViewTabs
        label="Vues des notifications"
        views={VIEWS.map(({ vue, name }) => ({
          href: addressOf({ ...state, vue }),
          name,
          isCurrent: vue === state.vue,
        }))}
        onChoose={open}
      />
      <WithNotifications
        fallback={
          <p className={styles.coming} aria-busy="true">
            Chargement des notifications…
          </p>
        }
      >
        <NotificationInbox
          className={styles.inbox}
          titleId={titleId}
          tabs
          search
          filters={filters}
          onFiltersChange={({ category, q }) => go({ ...state, categorie: category, q })}
          toolbar={<CentreFilters state={state} choices={choices} onChoose={go} onClear={clear} />}
          renderEmpty={() => <CentreEmpty state={state} onClear={clear} />}
          preferencesHref="/preferences"
        />
      </WithNotifications>
    </>
  );
}
