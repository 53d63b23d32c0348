import styles from './centre.module.css';
import { type CentreState, type CentreView, narrowing } from './centre-address.ts';

interface CentreEmptyProps {
  state: CentreState;
  onClear: () => void;
}

const nothingIn = (view: CentreView | undefined): { title: string; hint: string } => {
  switch (view) {
    case 'en-pause':
      return {
        title: 'Rien en pause',
        hint: 'Une notification mise en pause attend ici, et revient à son heure.',
      };
    case 'archivees':
      return { title: 'Rien d’archivé', hint: 'Ce que vous archivez se retrouve ici.' };
    default:
      return { title: 'Vous êtes à jour', hint: 'Les nouvelles notifications apparaîtront ici.' };
  }
};

/** In place of the list: whether there is nothing at all, or nothing of what was asked for. */
export function CentreEmpty({ state, onClear }: CentreEmptyProps) {
  const { q, categorie, vue } = state;
  const isFiltered = categorie !== undefined || narrowing(state) > 0;
  const { title, hint } = nothingIn(vue);
  if (q === undefined && !isFiltered) {
    return (
      <div className={styles.empty}>
        <p>{title}</p>
        <p className={styles.hint}>{hint}</p>
      </div>
    );
  }
  return (
    <div className={styles.empty}>
      <p>{q ? `Aucun résultat pour «\u00a0${q}\u00a0»` : 'Aucune notification ne correspond'}</p>
      <p className={styles.hint}>
        {isFiltered ? 'Les filtres choisis n’en laissent aucune.' : 'Essayez un autre mot.'}
      </p>
      <button type="button" className="button button-quiet" onClick={onClear}>
        Tout afficher
      </button>
    </div>
  );
}
