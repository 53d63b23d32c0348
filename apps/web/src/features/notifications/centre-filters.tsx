'use client';

import { type ReactNode, useId, useState } from 'react';
import styles from './centre.module.css';
import { type CentreState, narrowing } from './centre-address.ts';
import type { CentreChoices } from './centre-choices.ts';

interface CentreFiltersProps {
  state: CentreState;
  choices: CentreChoices;
  onChoose: (state: CentreState) => void;
  onClear: () => void;
}

/** Narrows the list. A phone folds them behind a button, which says how many are at work. */
export function CentreFilters({ state, choices, onChoose, onClear }: CentreFiltersProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const atWork = narrowing(state);
  const select = (name: 'etat' | 'type' | 'priorite' | 'organisation', label: string, options: ReactNode) => (
    <div className="field">
      <label htmlFor={`${id}-${name}`}>{label}</label>
      <select
        id={`${id}-${name}`}
        value={state[name] ?? ''}
        onChange={(event) => onChoose({ ...state, [name]: event.target.value })}
      >
        {options}
      </select>
    </div>
  );
  return (
    <div className={styles.toolbar}>
      <button
        type="button"
        className={`button button-quiet ${styles.fold}`}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        Filtres{atWork > 0 && ` (${atWork})`}
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="m4 6 4 4 4-4" />
        </svg>
      </button>
      <fieldset id={id} className={styles.filters} data-open={open || undefined}>
        <legend className="visually-hidden">Filtrer les notifications</legend>
        {select(
          'etat',
          'État',
          <>
            <option value="">Tous</option>
            <option value="non-lues">Non lues</option>
            <option value="lues">Lues</option>
          </>,
        )}
        {select(
          'type',
          'Type',
          <>
            <option value="">Tous</option>
            {choices.categories
              .filter(({ category }) => state.categorie === undefined || category === state.categorie)
              .map(({ category, name, types }) => (
                <optgroup key={category} label={name}>
                  {types.map((type) => (
                    <option key={type.type} value={type.type}>
                      {type.name}
                    </option>
                  ))}
                </optgroup>
              ))}
          </>,
        )}
        {select(
          'priorite',
          'Priorité',
          <>
            <option value="">Toutes</option>
            {choices.priorities.map(({ priority, name }) => (
              <option key={priority} value={priority}>
                {name}
              </option>
            ))}
          </>,
        )}
        {choices.organisations.length > 1 &&
          select(
            'organisation',
            'Établissement',
            <>
              <option value="">Tous</option>
              {choices.organisations.map((organisation) => (
                <option key={organisation.id} value={organisation.id}>
                  {organisation.name}
                </option>
              ))}
            </>,
          )}
        {atWork > 0 && (
          <button type="button" className="button button-quiet" onClick={onClear}>
            Effacer les filtres
          </button>
        )}
      </fieldset>
    </div>
  );
}
