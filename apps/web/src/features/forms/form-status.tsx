import styles from './form-status.module.css';

export interface FormStatusProps {
  /** For a field that it describes. */
  id?: string;
  state: { errors: { form?: string | undefined }; done?: string };
  /** While the next answer is awaited, the last one says nothing any more. */
  isPending: boolean;
  /** Where it stands: its colours are always the same. */
  className?: string | undefined;
}

/** What came of a form as a whole; announced when it comes. */
export function FormStatus({ id, state: { errors, done }, isPending, className }: FormStatusProps) {
  return (
    <p
      id={id}
      role="status"
      className={className ? `${styles.status} ${className}` : styles.status}
      data-failed={errors.form ? true : undefined}
    >
      {!isPending && (errors.form ?? done)}
    </p>
  );
}
