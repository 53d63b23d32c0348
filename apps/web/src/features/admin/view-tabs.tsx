import Link from 'next/link';
import styles from './view-tabs.module.css';

interface ViewTabsProps {
  label: string;
  views: { href: string; name: string; isCurrent: boolean }[];
}

/** Links between the views of one page. */
export function ViewTabs({ label, views }: ViewTabsProps) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {views.map(({ href, name, isCurrent }) => (
        <Link key={href} href={href} prefetch={false} aria-current={isCurrent ? 'page' : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
