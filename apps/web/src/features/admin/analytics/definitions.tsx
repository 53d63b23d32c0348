import styles from './definitions.module.css';

const DEFINITIONS = [
  [
    'Envoyées',
    'notifications déposées dans l’application, une par personne, qu’elles soient depuis archivées ou en pause. Celles qui ont été effacées, à leur expiration ou à la fin de la durée de conservation, ne sont plus comptées.',
  ],
  [
    'Vues',
    'affichées au moins une fois dans la cloche ou dans le centre de notifications, ou lues sans y avoir été affichées.',
  ],
  [
    'Lues',
    'marquées comme lues, par un clic ou à la main\u202f; une notification remise à non lue n’y est plus, sauf si elle a été cliquée.',
  ],
  ['Cliquées', 'suivies jusqu’au dossier, au moins une fois. Un clic dans un e-mail n’est pas compté.'],
  [
    'Délai médian de réaction',
    'la moitié de celles qui ont été lues ou cliquées l’ont été en moins de temps que cela après leur envoi. Celles qui attendent encore ne comptent pas.',
  ],
  ['E-mails', 'partis, ou en attente de partir, pour ces notifications\u202f; les résumés n’en sont pas.'],
  [
    'Semaine',
    'du lundi au dimanche, à l’heure de l’établissement. Une notification compte dans la semaine de son envoi, quel que soit le jour de sa lecture\u202f; la dernière semaine est en cours.',
  ],
] as const;

/** What each figure counts, and what it does not. */
export function Definitions() {
  return (
    <section className={styles.note} aria-labelledby="definitions">
      <h2 id="definitions">Ce que comptent ces chiffres</h2>
      <dl>
        {DEFINITIONS.map(([term, meaning]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
