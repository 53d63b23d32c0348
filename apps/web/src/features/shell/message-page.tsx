import type { ReactNode } from 'react';
import styles from './message-page.module.css';

interface MessagePageProps {
  title: string;
  message: string;
  /** 2 where the page has a title of its own above. */
  headingLevel?: 1 | 2;
  children?: ReactNode;
}

/** A page, or the body of one, that says one thing: not found, failed, nothing here. */
export function MessagePage({ title, message, headingLevel = 1, children }: MessagePageProps) {
  const Heading = `h${headingLevel}` as const;
  return (
    <div className={styles.page}>
      <Heading>{title}</Heading>
      <p className={styles.message}>{message}</p>
      {children}
    </div>
  );
}
