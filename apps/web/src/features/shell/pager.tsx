import Link from 'next/link';
import styles from './pager.module.css';

interface PagerProps {
  path: string;
  /** What else the address says. */
  query?: Record<string, string>;
  /** Counted from 1. */
  page: number;
  pages: number;
}

export function Pager({ path, query, page, pages }: PagerProps) {
  if (pages < 2) return null;
  const at = (number: number) => `${path}?${new URLSearchParams({ ...query, page: String(number) })}`;
  return (
    <nav className={styles.pager} aria-label="Pages">
      {page > 1 ? (
        <Link href={at(page - 1)} prefetch={false}>
          Précédente
        </Link>
      ) : (
        <span />
      )}
      <span>
        Page {page} sur {pages}
      </span>
      {page < pages ? (
        <Link href={at(page + 1)} prefetch={false}>
          Suivante
        </Link>
      ) : (
        <span />
      )}
    </nav>
  );
}
