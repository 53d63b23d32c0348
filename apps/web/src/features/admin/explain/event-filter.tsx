'use client';

import type { ReactNode } from 'react';
import styles from './event-filter.module.css';

interface EventFilterProps {
  type: string | null;
  /** The options of the types. */
  children: ReactNode;
}

/** Narrows the list to one type: at once, or with the button before the page's script has loaded. */
export function EventFilter({ type, children }: EventFilterProps) {
  return (
    <form className={styles.filter} method="get" action="/admin/explications/evenements">
      <div className="field">
        <label htmlFor="type">Type</label>
        <select
          id="type"
          name="type"
          defaultValue={type ?? ''}
          onChange={(event) => event.currentTarget.form?.requestSubmit()}
        >
          <option value="">Tous</option>
          {children}
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
