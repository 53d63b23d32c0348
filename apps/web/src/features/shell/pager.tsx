import Link from 'next/link';
import styles from './pager.module.css';

/** @param props.page counted from 1 */
export function Pager({ path, page, pages }: { path: string; page: number; pages: number }) {
  if (pages < 2) return null;
  return (
    <nav className={styles.pager} aria-label="Pages">
      {page > 1 ? <Link href={`${path}?page=${page - 1}`}>Précédente</Link> : <span />}
      <span>
        Page {page} sur {pages}
      </span>
      {page < pages ? <Link href={`${path}?page=${page + 1}`}>Suivante</Link> : <span />}
    </nav>
  );
}
