import Link from 'next/link';
import styles from './view-tabs.module.css';

interface ViewTabsProps {
  label: string;
  views: { href: string; name: string; isCurrent: boolean }[];
  /** For a page that changes its view by itself: called in place of going there. */
  onChoose?: (href: string) => void;
}

/** Links between the views of one page. */
export function ViewTabs({ label, views, onChoose }: ViewTabsProps) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {views.map(({ href, name, isCurrent }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          aria-current={isCurrent ? 'page' : undefined}
          {...(onChoose && {
            onNavigate: (event) => {
              event.preventDefault();
              onChoose(href);
            },
          })}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
