import styles from '../../shell/view-tabs.module.css';

/** Leads to the types of each category, further down the page. */
export function CategoryLinks({ categories }: { categories: { category: string; name: string }[] }) {
  return (
    <nav className={styles.tabs} aria-label="Catégories">
      {categories.map(({ category, name }) => (
        <a key={category} href={`#${category}`}>
          {name}
        </a>
      ))}
    </nav>
  );
}
