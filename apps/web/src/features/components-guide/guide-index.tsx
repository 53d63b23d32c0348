import Link from 'next/link';
import { PageHead } from '../shell/page-head.tsx';
import { guideNames } from './guide.ts';
import styles from './guide-index.module.css';
import { guides } from './guides.ts';

export function GuideIndex() {
  return (
    <>
      <PageHead
        title="Composants"
        detail="La bibliothèque @cassius/react : chaque composant, vivant, avec son code. Les personnes et les mesures sont inventées."
      />
      <ul className={styles.list}>
        {guideNames.map((name) => (
          <li key={name} className="panel">
            <h2>
              <Link href={`/composants/${name}`} prefetch={false}>
                {guides[name].title}
              </Link>
            </h2>
            <p>{guides[name].summary}</p>
          </li>
        ))}
      </ul>
    </>
  );
}
