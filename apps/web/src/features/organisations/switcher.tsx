'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { Menu } from '../shell/menu.tsx';
import { switchOrganisation } from './actions.ts';
import styles from './switcher.module.css';

interface SwitcherProps {
  active: { id: string; name: string };
  all: { id: string; name: string }[];
}

/** Names the organisation one works in and, for someone who has several, lets them change. */
export function OrganisationSwitcher({ active, all }: SwitcherProps) {
  const page = usePathname();
  const switcher = useRef<HTMLDivElement>(null);
  const shown = useRef(active.id);

  useEffect(() => {
    if (shown.current === active.id) return;
    shown.current = active.id;
    // The choice that had the focus has gone with its menu.
    if (document.activeElement === document.body) switcher.current?.querySelector('summary')?.focus();
  }, [active.id]);

  if (all.length < 2) return <p className={styles.only}>{active.name}</p>;
  return (
    <div ref={switcher} className={styles.switcher}>
      <Menu
        // A new choice closes the menu.
        key={active.id}
        label={`Établissement : ${active.name}. Changer`}
        summary={
          <>
            <span className={styles.name}>{active.name}</span>
            <svg className={styles.chevron} viewBox="0 0 16 16" aria-hidden="true">
              <path d="m4 6 4 4 4-4" />
            </svg>
          </>
        }
      >
        <form action={switchOrganisation}>
          <input type="hidden" name="page" value={page} />
          {all.map(({ id, name }) => (
            <button
              key={id}
              type="submit"
              name="organisation"
              value={id}
              className={styles.choice}
              aria-current={id === active.id || undefined}
            >
              {name}
            </button>
          ))}
        </form>
      </Menu>
    </div>
  );
}
