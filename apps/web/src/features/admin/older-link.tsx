import Link from 'next/link';
import styles from './older-link.module.css';

interface OlderLinkProps {
  path: string;
  /** Where the next page starts; null on the last one. */
  next: string | null;
  /** Whether this page is not the first. */
  isLater: boolean;
  /** What the list is narrowed to, kept from page to page. */
  filters?: Record<string, string>;
}

/** From one page of a list to the next, older one, and back to its beginning. */
export function OlderLink({ path, next, isLater, filters = {} }: OlderLinkProps) {
  if (next === null && !isLater) return null;
  const start = new URLSearchParams(filters).toString();
  return (
    <nav className={styles.pager} aria-label="Pages">
      {isLater ? <Link href={start ? `${path}?${start}` : path}>Les plus récents</Link> : <span />}
      {next !== null && (
        <Link href={`${path}?${new URLSearchParams({ ...filters, avant: next })}`}>Plus anciens</Link>
      )}
    </nav>
  );
}
