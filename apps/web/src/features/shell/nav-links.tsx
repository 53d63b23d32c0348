'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import styles from './nav.module.css';

interface Page {
  href: string;
  name: string;
  /** Another address that belongs to the same part of the application. */
  also?: string;
  /** The menu of the account has it, too: a phone, where there is no room for all, shows it there only. */
  isInAccountMenu?: boolean;
}

export function NavLinks({ pages }: { pages: Page[] }) {
  const here = usePathname();
  const isWithin = (path: string | undefined) =>
    path !== undefined && (here === path || here.startsWith(`${path}/`));

  return (
    <nav className={styles.nav} aria-label="Principale">
      {pages.map(({ href, name, also, isInAccountMenu }) => (
        <Link
          key={href}
          href={href}
          // Every page is made on demand: fetching each of them at each visit would only tire the database.
          prefetch={false}
          className={styles.link}
          data-elsewhere={isInAccountMenu}
          aria-current={here === href ? 'page' : isWithin(href) || isWithin(also) ? 'true' : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
