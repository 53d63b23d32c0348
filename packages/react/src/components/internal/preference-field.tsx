import { type ComponentPropsWithoutRef, useId, useRef, useState } from 'react';

interface PreferenceFieldProps extends Omit<ComponentPropsWithoutRef<'input'>, 'value'> {
  label: string;
  hint?: string;
  value: string;
  save: (value: string) => void;
  /** Values and what they are called: makes it a choice. */
  options?: [value: string, name: string][];
  /** @returns what a text means; undefined when it means nothing */
  read?: (text: string) => string | undefined;
  /** What to say of a text that means nothing. */
  problem?: string;
}

const PAUSE = 800;
const asIs = (text: string) => text;

/** A choice, or a field that is saved when it is left or its user pauses, not at each key. */
export function PreferenceField(props: PreferenceFieldProps) {
  const { label, hint, value, save, options, read = asIs, problem, children, ...rest } = props;
  const id = useId();
  const [draft, setDraft] = useState<string>();
  const [isWrong, setWrong] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const settle = (text: string, isLeft?: boolean) => {
    clearTimeout(timer.current);
    const meant = read(text);
    // While one types, what is half there is no mistake.
    if (meant === undefined) return isLeft && setWrong(true);
    setDraft(undefined);
    if (meant !== value) save(meant);
  };

  const text = isWrong ? problem : hint;
  const control = { ...rest, id, 'aria-describedby': text && `${id}hint` };
  return (
    <div className="cn-field">
      <label htmlFor={id}>{label}</label>
      {options ? (
        <select
          {...(control as ComponentPropsWithoutRef<'select'>)}
          value={value}
          onChange={(event) => save(event.target.value)}
        >
          {options.map(([option, name]) => (
            <option key={option} value={option}>
              {name}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...control}
          value={draft ?? value}
          aria-invalid={isWrong}
          onChange={({ target }) => {
            clearTimeout(timer.current);
            setWrong(false);
            setDraft(target.value);
            if (target.value) timer.current = setTimeout(settle, PAUSE, target.value);
          }}
          onBlur={() => draft !== undefined && settle(draft, true)}
        />
      )}
      {children}
      {text && (
        <p id={`${id}hint`} role={isWrong ? 'alert' : undefined} className="cn-preference-hint">
          {text}
        </p>
      )}
    </div>
  );
}
