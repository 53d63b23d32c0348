'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { guideNames } from './guide.ts';
import styles from './guide-nav.module.css';

/** @param titles what each page is called: in the menu, without the word that all of them begin with */
export function GuideNav({ titles }: { titles: Record<string, string> }) {
  const path = usePathname();
  return (
    <nav aria-label="Composants" className={styles.nav}>
      {guideNames.map((name) => {
        const href = `/composants/${name}`;
        return (
          <Link key={name} href={href} prefetch={false} aria-current={path === href ? 'page' : undefined}>
            {titles[name]?.replace(/^Notifications?/, '')}
          </Link>
        );
      })}
    </nav>
  );
}
