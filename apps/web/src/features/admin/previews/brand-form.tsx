'use client';

import { FormStatus } from '../../forms/form-status.tsx';
import { useFormAction } from '../../forms/use-form-action.ts';
import styles from './brand-form.module.css';
import { saveBrand } from './save-brand.ts';

interface BrandFormProps {
  organisationId: string;
  /** Null: Cassius's own. */
  colour: string | null;
}

const CASSIUS = '#0b6b65';

/** The colour of an organisation's emails. */
export function BrandForm({ organisationId, colour }: BrandFormProps) {
  const [state, save, isPending] = useFormAction(saveBrand, { errors: {} });
  return (
    // Back at Cassius's colour, or at somebody else's choice, the field has to show it.
    <form action={save} key={colour} className="panel" aria-labelledby="couleur-titre">
      <h2 id="couleur-titre" className={styles.title}>
        Couleur de vos e-mails
      </h2>
      <input type="hidden" name="organisationId" value={organisationId} />
      <div className={styles.field}>
        <label htmlFor="couleur">Couleur</label>
        <input id="couleur" type="color" name="colour" defaultValue={colour ?? CASSIUS} />
      </div>
      <div className={styles.buttons}>
        <button type="submit" className={styles.button} disabled={isPending}>
          Enregistrer
        </button>
        {colour !== null && (
          <button type="submit" name="intent" value="reset" className={styles.button} disabled={isPending}>
            Couleur de Cassius
          </button>
        )}
      </div>
      <FormStatus state={state} isPending={isPending} className={styles.status} />
    </form>
  );
}
