'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import styles from './menu.module.css';

interface MenuProps {
  /** What the closed menu shows. */
  summary: ReactNode;
  /** Accessible name of the closed menu, where its content does not say enough. */
  label?: string;
  align?: 'start' | 'end';
  children: ReactNode;
}

/** A disclosure that closes like a menu: on Escape, on a press elsewhere, on leaving it with the keyboard. */
export function Menu({ summary, label, align = 'start', children }: MenuProps) {
  const details = useRef<HTMLDetailsElement>(null);

  useEffect(() => {
    const element = details.current;
    if (!element) return;
    const closeOutside = (event: Event) => {
      if (!(event.target instanceof Node && element.contains(event.target))) element.open = false;
    };
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !element.open) return;
      element.open = false;
      element.querySelector('summary')?.focus();
    };
    document.addEventListener('pointerdown', closeOutside);
    document.addEventListener('focusin', closeOutside);
    element.addEventListener('keydown', closeOnEscape);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      document.removeEventListener('focusin', closeOutside);
      element.removeEventListener('keydown', closeOnEscape);
    };
  }, []);

  return (
    <details ref={details} className={styles.menu}>
      <summary className={styles.summary} aria-label={label}>
        {summary}
      </summary>
      <div className={styles.panel} data-align={align}>
        {children}
      </div>
    </details>
  );
}
