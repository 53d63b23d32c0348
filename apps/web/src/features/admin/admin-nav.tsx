'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import type { Access } from './access.ts';
import styles from './admin-nav.module.css';

const PAGES = [
  { href: '/admin/explications', name: 'Explications' },
  { href: '/admin/types', name: 'Types' },
  { href: '/admin/derogations', name: 'Dérogations', forOperators: true },
  { href: '/admin/emails', name: 'E-mails', forOperators: true },
  { href: '/admin/analyses', name: 'Analyses' },
  { href: '/admin/journal', name: 'Journal' },
];

/** The pages of administration that the reader has. */
export function AdminNav({ access }: { access: Access }) {
  const here = usePathname();
  const nav = useRef<HTMLElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: which link is the current one follows from the address
  useEffect(() => {
    // On a phone the entries do not all fit: the current one is brought into sight.
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [here]);

  return (
    <nav ref={nav} aria-label="Administration" className={styles.nav}>
      {PAGES.filter(({ forOperators }) => access === 'admin' || forOperators).map(({ href, name }) => (
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
