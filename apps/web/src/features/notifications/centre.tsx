'use client';

import { type NotificationFilters, NotificationInbox } from '@cassius/react';
import { useMemo, useState } from 'react';
import styles from './centre.module.css';
import type { CentreFilters } from './centre-filters.ts';

interface CentreProps {
  initial: CentreFilters;
  /** Every type, with its name for the reader. */
  types: { type: string; name: string }[];
}

const PRIORITIES = [
  ['critical', 'Critique'],
  ['high', 'Haute'],
  ['normal', 'Normale'],
  ['low', 'Basse'],
];

const toApi = ({ etat, type, priorite }: CentreFilters): NotificationFilters => ({
  ...(etat && { isRead: etat === 'lues' }),
  ...(type && { type }),
  ...(priorite && { priority: priorite }),
});

/** Every notification, with filters that the address remembers. */
export function NotificationCentre({ initial, types }: CentreProps) {
  const [chosen, setChosen] = useState(initial);
  const filters = useMemo(() => toApi(chosen), [chosen]);

  const choose = (form: HTMLFormElement) => {
    const entries = [...new FormData(form)].filter(([, value]) => value !== '') as [string, string][];
    const query = new URLSearchParams(entries).toString();
    // The address follows without a round trip: the list itself is fetched by the inbox.
    window.history.replaceState(null, '', query ? `?${query}` : window.location.pathname);
    setChosen(Object.fromEntries(entries) as CentreFilters);
  };

  return (
    <>
      <form
        className={styles.filters}
        aria-label="Filtrer les notifications"
        onChange={(event) => choose(event.currentTarget)}
        onSubmit={(event) => event.preventDefault()}
      >
        <div className="field">
          <label htmlFor="etat">État</label>
          <select id="etat" name="etat" defaultValue={initial.etat ?? ''}>
            <option value="">Toutes</option>
            <option value="non-lues">Non lues</option>
            <option value="lues">Lues</option>
          </select>
        </div>
        <div className="field">
          <label htmlFor="type">Type</label>
          <select id="type" name="type" defaultValue={initial.type ?? ''}>
            <option value="">Tous</option>
            {types.map(({ type, name }) => (
              <option key={type} value={type}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="priorite">Priorité</label>
          <select id="priorite" name="priorite" defaultValue={initial.priorite ?? ''}>
            <option value="">Toutes</option>
            {PRIORITIES.map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </div>
      </form>
      <NotificationInbox className={styles.inbox} filters={filters} preferencesHref="/preferences" />
    </>
  );
}
