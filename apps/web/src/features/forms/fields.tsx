import { type ComponentPropsWithoutRef, type ReactNode, useId } from 'react';

interface FieldProps {
  label: string;
  /** What may be typed, below the field. */
  hint?: string | undefined;
  /** What is wrong with it; announced when it comes. */
  error?: string | undefined;
}

/** A text field, or any other `<input>` with words around it. */
export function TextField({
  label,
  hint,
  error,
  id,
  ...props
}: FieldProps & ComponentPropsWithoutRef<'input'>) {
  const field = useField(id, hint, error);
  return (
    <Field id={field.id} label={label} hint={hint} error={error}>
      <input autoComplete="off" {...props} id={field.id} {...field.aria} />
    </Field>
  );
}

/** A `<select>` with its label and what is wrong with it. */
export function SelectField({
  label,
  hint,
  error,
  id,
  children,
  ...props
}: FieldProps & ComponentPropsWithoutRef<'select'>) {
  const field = useField(id, hint, error);
  return (
    <Field id={field.id} label={label} hint={hint} error={error}>
      <select {...props} id={field.id} {...field.aria}>
        {children}
      </select>
    </Field>
  );
}

function useField(given: string | undefined, hint: string | undefined, error: string | undefined) {
  const made = useId();
  const id = given ?? made;
  const describedBy = hint === undefined ? `${id}-error` : `${id}-hint ${id}-error`;
  return {
    id,
    aria: { 'aria-invalid': error ? (true as const) : undefined, 'aria-describedby': describedBy },
  };
}

function Field({ id, label, hint, error, children }: FieldProps & { id: string; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
      <p id={`${id}-error`} className="field-error" role="alert">
        {error}
      </p>
    </div>
  );
}
