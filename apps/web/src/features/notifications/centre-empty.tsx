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
  const isNarrowed = q !== undefined || categorie !== undefined || narrowing(state) > 0;
  const { title, hint } = nothingIn(vue);
  if (!isNarrowed) {
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
      <p className={styles.hint}>Les filtres choisis n’en laissent aucune.</p>
      <button type="button" className={styles.quiet} onClick={onClear}>
        Tout afficher
      </button>
    </div>
  );
}
