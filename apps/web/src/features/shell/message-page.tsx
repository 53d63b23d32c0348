import type { ReactNode } from 'react';
import styles from './message-page.module.css';

/** A page that says one thing: not found, failed, nothing here. */
export function MessagePage(props: { title: string; message: string; children?: ReactNode }) {
  return (
    <div className={styles.page}>
      <h1>{props.title}</h1>
      <p className={styles.message}>{props.message}</p>
      {props.children}
    </div>
  );
}
