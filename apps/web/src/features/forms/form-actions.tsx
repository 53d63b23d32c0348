import styles from './form.module.css';
import { FormStatus, type FormStatusProps } from './form-status.tsx';

interface FormActionsProps extends FormStatusProps {
  /** Words of the button: at rest, and while it is being done. */
  button: readonly [string, string];
  /** For what cannot be undone. */
  isDangerous?: boolean;
}

/** The end of a form: the button that sends it, and what came of it. */
export function FormActions({ button, isDangerous = false, ...status }: FormActionsProps) {
  const [atRest, sending] = button;
  return (
    <div className={styles.actions}>
      <button
        type="submit"
        className={isDangerous ? 'button button-danger' : 'button'}
        disabled={status.isPending}
      >
        {status.isPending ? sending : atRest}
      </button>
      <FormStatus {...status} />
    </div>
  );
}
