import styles from './demo-accounts.module.css';

const ACCOUNTS = [
  ['praticien@lumiere.test', 'praticien, Cabinet Lumière'],
  ['admin@lumiere.test', 'administratrice, Cabinet Lumière'],
  ['assistante@lumiere.test', 'assistante, Cabinet Lumière'],
  ['praticien@parc.test', 'praticienne, Clinique du Parc'],
  ['admin@parc.test', 'administrateur, Clinique du Parc'],
  ['multi@cassius.test', 'praticienne, Cabinet Lumière et Clinique du Parc'],
  ['operateur@cassius.test', 'opérateur, Cabinet Lumière et Clinique du Parc'],
];

/** Shown on a demonstration stack only; the data there are invented. */
export function DemoAccounts() {
  return (
    <aside className={styles.demo} aria-labelledby="demo">
      <h2 id="demo" className={styles.title}>
        Comptes de démonstration
      </h2>
      <p>
        Mot de passe : <code>cassius-demo</code>
      </p>
      <dl className={styles.accounts}>
        {ACCOUNTS.map(([email, who]) => (
          <div key={email}>
            <dt>
              <code>{email}</code>
            </dt>
            <dd>{who}</dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}
