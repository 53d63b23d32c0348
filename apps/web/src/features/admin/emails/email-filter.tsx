'use client';

import type { ReactNode } from 'react';
import styles from './email-filter.module.css';

interface EmailFilterProps {
  state: string | null;
  failure: string | null;
  type: string | null;
  states: Record<string, string>;
  /** The options of the failures and of the types. */
  failureOptions: ReactNode;
  typeOptions: ReactNode;
}

/** Narrows the list: at once, or with the button before the page's script has loaded. */
export function EmailFilter({ state, failure, type, states, failureOptions, typeOptions }: EmailFilterProps) {
  return (
    <form
      className={styles.filter}
      method="get"
      action="/admin/emails"
      onChange={(event) => event.currentTarget.requestSubmit()}
    >
      <div className="field">
        <label htmlFor="etat">État</label>
        <select id="etat" name="etat" defaultValue={state ?? ''}>
          <option value="">Tous</option>
          {Object.entries(states).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor="motif">Motif</label>
        <select id="motif" name="motif" defaultValue={failure ?? ''}>
          <option value="">Tous</option>
          {failureOptions}
        </select>
      </div>
      <div className="field">
        <label htmlFor="type">Type</label>
        <select id="type" name="type" defaultValue={type ?? ''}>
          <option value="">Tous</option>
          {typeOptions}
        </select>
      </div>
      <noscript>
        <button type="submit" className="button">
          Filtrer
        </button>
      </noscript>
    </form>
  );
}
