'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import styles from './notice.module.css';

interface NoticeProps {
  /** Parameter of the address that brought the reader here to be told; it is taken out, so that a reload says it no more. */
  parameter: string;
  children: ReactNode;
}

/** Tells what was just done on the page before. The focus is on it: what a new page begins with is read out by no one. */
export function Notice({ parameter, children }: NoticeProps) {
  const notice = useRef<HTMLParagraphElement>(null);

  useEffect(() => {
    notice.current?.focus();
    const url = new URL(window.location.href);
    url.searchParams.delete(parameter);
    window.history.replaceState(null, '', url);
  }, [parameter]);

  return (
    <p ref={notice} className={styles.notice} role="status" tabIndex={-1}>
      {children}
    </p>
  );
}
