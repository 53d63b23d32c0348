import styles from './logo.module.css';

/** The name, and a mark: the thread of an implant, rising. */
export function Logo() {
  return (
    <span className={styles.logo}>
      <svg className={styles.mark} viewBox="0 0 32 32" aria-hidden="true">
        <rect className={styles.ground} width="32" height="32" rx="9" />
        <path className={styles.thread} d="M10 10.5h12M11 15.5h10M12.5 20.5h7M15 25h2" />
      </svg>
      <span className={styles.name}>Cassius</span>
    </span>
  );
}
