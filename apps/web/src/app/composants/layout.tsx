import Link from 'next/link';
import type { ReactNode } from 'react';
import { GuideNav } from '../../features/components-guide/guide-nav.tsx';
import { guides } from '../../features/components-guide/guides.ts';
import { Logo } from '../../features/shell/logo.tsx';
import styles from './layout.module.css';

const titles = Object.fromEntries(Object.entries(guides).map(([name, { title }]) => [name, title]));

export default function GuideLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <a href="#contenu" className={styles.skip}>
        Aller au contenu
      </a>
      <header className={styles.header}>
        <div>
          <Link href="/composants" prefetch={false} className={styles.home}>
            <Logo />
            <span>Composants</span>
          </Link>
          <GuideNav titles={titles} />
        </div>
      </header>
      <main id="contenu" className={styles.main} tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
