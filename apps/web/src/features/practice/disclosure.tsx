import type { ReactNode } from 'react';
import styles from './disclosure.module.css';

/** What one needs now and then, behind its name. */
export function Disclosure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <details className={styles.disclosure}>
      <summary className={styles.summary}>{name}</summary>
      <div className={styles.content}>{children}</div>
    </details>
  );
}
