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

const ENTRIES = 'a[href], button';
/** Which entry an arrow key leads to from one of them, or from the closed menu (-1). */
const STEPS: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => (at === last ? 0 : at + 1),
  ArrowUp: (at, last) => (at <= 0 ? last : at - 1),
  Home: () => 0,
  End: (_at, last) => last,
};

/** A disclosure that closes like a menu: on Escape, on a press elsewhere, on leaving it with the keyboard. Arrow keys work too. */
export function Menu({ summary, label, align = 'start', children }: MenuProps) {
  const details = useRef<HTMLDetailsElement>(null);

  useEffect(() => {
    const element = details.current;
    if (!element) return;
    const closeOutside = (event: Event) => {
      if (!(event.target instanceof Node && element.contains(event.target))) element.open = false;
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && element.open) {
        element.open = false;
        element.querySelector('summary')?.focus();
      }
      const step = STEPS[event.key];
      // Closed, only the arrow that points at it opens it.
      if (!step || (!element.open && event.key !== 'ArrowDown')) return;
      event.preventDefault();
      element.open = true;
      const entries = [...element.querySelectorAll<HTMLElement>(ENTRIES)].filter(
        (entry) => entry.offsetParent,
      );
      const at = entries.indexOf(document.activeElement as HTMLElement);
      entries[step(at, entries.length - 1)]?.focus();
    };
    document.addEventListener('pointerdown', closeOutside);
    document.addEventListener('focusin', closeOutside);
    element.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      document.removeEventListener('focusin', closeOutside);
      element.removeEventListener('keydown', onKey);
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
