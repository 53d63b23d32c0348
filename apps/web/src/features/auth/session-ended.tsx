import styles from './session-ended.module.css';

/** Over the page, which stays as it is: what was typed in it can still be read. */
export function SessionEnded() {
  return (
    <div className={styles.notice} role="alert">
      <p>Votre session a expiré.</p>
      {/* Without a session, the server answers with the sign-in page, which leads back to where the visitor was. */}
      <button type="button" className="button" onClick={() => window.location.reload()}>
        Se reconnecter
      </button>
    </div>
  );
}
