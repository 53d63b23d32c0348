'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import styles from './nav.module.css';

const PAGES = [
  { href: '/patients', name: 'Patients', also: '/implants' },
  { href: '/notifications', name: 'Notifications' },
  { href: '/preferences', name: 'Préférences' },
];

export function Nav() {
  const here = usePathname();
  const isWithin = (path: string | undefined) =>
    path !== undefined && (here === path || here.startsWith(`${path}/`));
  return (
    <nav className={styles.nav} aria-label="Principale">
      {PAGES.map(({ href, name, also }) => (
        <Link
          key={href}
          href={href}
          // Every page is made on demand: fetching three of them at each visit would only tire the database.
          prefetch={false}
          className={styles.link}
          aria-current={here === href ? 'page' : isWithin(href) || isWithin(also) ? 'true' : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
