import Link from 'next/link';
import type { ReactNode } from 'react';
import { GuideNav } from '../../features/components-guide/guide-nav.tsx';
import { guides } from '../../features/components-guide/guides.ts';
import { Logo } from '../../features/shell/logo.tsx';
import { PageFrame } from '../../features/shell/page-frame.tsx';
import styles from './layout.module.css';

const titles = Object.fromEntries(Object.entries(guides).map(([name, { title }]) => [name, title]));

export default function GuideLayout({ children }: { children: ReactNode }) {
  return (
    <PageFrame
      header={
        <header className={styles.header}>
          <div>
            <Link href="/composants" prefetch={false} className={styles.home}>
              <Logo />
              <span>Composants</span>
            </Link>
            <GuideNav titles={titles} />
          </div>
        </header>
      }
    >
      {children}
    </PageFrame>
  );
}
