import type { ReactNode } from 'react';
import styles from './page-frame.module.css';

/** What stands around every page that has a header: the way past it for the keyboard, the header, the content. */
export function PageFrame({ header, children }: { header: ReactNode; children: ReactNode }) {
  return (
    <>
      <a href="#contenu" className={styles.skip}>
        Aller au contenu
      </a>
      {header}
      <main id="contenu" className={styles.main} tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
