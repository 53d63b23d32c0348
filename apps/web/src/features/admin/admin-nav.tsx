'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import styles from './admin-nav.module.css';

const PAGES = [
  { href: '/admin/explications', name: 'Explications' },
  { href: '/admin/types', name: 'Types' },
  { href: '/admin/derogations', name: 'Dérogations' },
  { href: '/admin/journal', name: 'Journal' },
];

/** The pages of administration. */
export function AdminNav() {
  const here = usePathname();
  return (
    <nav aria-label="Administration" className={styles.nav}>
      {PAGES.map(({ href, name }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          aria-current={here === href ? 'page' : here.startsWith(`${href}/`) ? 'true' : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
