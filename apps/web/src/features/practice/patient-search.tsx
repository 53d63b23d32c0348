import Form from 'next/form';
import Link from 'next/link';
import styles from './patient-search.module.css';

/** Finds patients by name. Its address can be kept, and it works before the page's script has loaded. */
export function PatientSearch({ search }: { search: string }) {
  return (
    <search className={styles.search}>
      {/* The field follows the address. */}
      <Form key={search} action="/patients" prefetch={false} className={styles.form}>
        <label htmlFor="q" className="visually-hidden">
          Chercher un patient par son nom
        </label>
        <input
          id="q"
          name="q"
          type="search"
          className={styles.field}
          defaultValue={search}
          placeholder="Nom"
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
        />
        <button type="submit" className="button button-quiet">
          Chercher
        </button>
      </Form>
      {search !== '' && (
        <Link href="/patients" prefetch={false} className={styles.all}>
          Tous les patients
        </Link>
      )}
    </search>
  );
}
