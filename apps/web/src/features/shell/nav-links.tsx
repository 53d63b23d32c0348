'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import styles from './nav.module.css';

interface Page {
  href: string;
  name: string;
  /** Another address that belongs to the same part of the application. */
  also?: string;
}

export function NavLinks({ pages }: { pages: Page[] }) {
  const here = usePathname();
  const isWithin = (path: string | undefined) =>
    path !== undefined && (here === path || here.startsWith(`${path}/`));
  const nav = useRef<HTMLElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: which link is the current one follows from the address
  useEffect(() => {
    // On a phone the entries do not all fit: the current one is brought into sight.
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [here]);

  return (
    <nav ref={nav} className={styles.nav} aria-label="Principale">
      {pages.map(({ href, name, also }) => (
        <Link
          key={href}
          href={href}
          // Every page is made on demand: fetching each of them at each visit would only tire the database.
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
