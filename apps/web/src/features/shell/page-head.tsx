import Link from 'next/link';
import type { ReactNode } from 'react';
import styles from './page-head.module.css';

interface PageHeadProps {
  title: string;
  /** One line under the title. */
  detail?: ReactNode;
  /** The page above, named as the reader knows it. */
  back?: { href: string; name: string };
  /** What can be done from here, beside the title. */
  children?: ReactNode;
}

export function PageHead({ title, detail, back, children }: PageHeadProps) {
  return (
    <div className={styles.head}>
      <div>
        {back && (
          <Link href={back.href} prefetch={false} className={styles.back}>
            <span aria-hidden="true">←</span> {back.name}
          </Link>
        )}
        <h1>{title}</h1>
        {detail && <p className={styles.detail}>{detail}</p>}
      </div>
      {children}
    </div>
  );
}
