import type { ReactNode } from 'react';
import styles from './figure-tiles.module.css';

interface FiguresProps {
  /** How many stand side by side where there is room. */
  columns?: 3 | 4;
  children: ReactNode;
}

/** Figures at a glance, side by side. */
export function Figures({ columns = 4, children }: FiguresProps) {
  return (
    <dl className={styles.figures} data-columns={columns}>
      {children}
    </dl>
  );
}

interface FigureProps {
  name: string;
  value: string;
  /** One line that puts the figure in its place. */
  children: ReactNode;
}

export function Figure({ name, value, children }: FigureProps) {
  return (
    <div className={styles.figure}>
      <dt>{name}</dt>
      <dd className={styles.value}>{value}</dd>
      <dd className={styles.more}>{children}</dd>
    </div>
  );
}
