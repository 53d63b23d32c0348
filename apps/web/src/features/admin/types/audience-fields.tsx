'use client';

import type { Role } from '@cassius/contracts';
import { useState } from 'react';
import styles from './audience-fields.module.css';

interface AudienceFieldsProps {
  audience: readonly Role[];
  /** Roles that cannot be left out. */
  locked: readonly Role[];
  /** Every role, with its name. */
  names: Record<Role, string>;
  error?: string | undefined;
  className?: string | undefined;
}

/** The roles that are told of a type, folded under their names. */
export function AudienceFields({ audience, locked, names, error, className }: AudienceFieldsProps) {
  const [chosen, setChosen] = useState<readonly Role[]>([...locked, ...audience]);
  const all = Object.keys(names) as Role[];
  const shown = all.filter((role) => chosen.includes(role)).map((role) => names[role]);
  return (
    <details className={className}>
      <summary className={styles.summary}>
        Public{'\u00a0: '}
        {shown.length > 0 ? shown.join(', ') : 'les personnes nommées par l’événement'}
      </summary>
      <fieldset className={styles.roles}>
        <legend className="visually-hidden">Rôles prévenus</legend>
        {all.map((role) => (
          <label key={role}>
            <input
              type="checkbox"
              name="audience"
              value={role}
              checked={chosen.includes(role)}
              disabled={locked.includes(role)}
              onChange={({ currentTarget: { checked } }) =>
                setChosen(checked ? [...chosen, role] : chosen.filter((other) => other !== role))
              }
            />
            {names[role]}
          </label>
        ))}
      </fieldset>
      <p className="field-error" role="alert">
        {error}
      </p>
    </details>
  );
}
