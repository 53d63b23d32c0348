import { type ComponentPropsWithoutRef, useId } from 'react';
import { classNames } from './class-names.ts';

interface PreferenceGroupProps extends ComponentPropsWithoutRef<'fieldset'> {
  name: string;
  hint?: string | undefined;
}

/** Controls that belong together, under one name. */
export function PreferenceGroup({ name, hint, className, children, ...props }: PreferenceGroupProps) {
  const id = useId();
  return (
    <fieldset
      {...props}
      className={classNames('cn-preference-group', className)}
      aria-describedby={hint && id}
    >
      <legend>{name}</legend>
      {hint && (
        <p id={id} className="cn-preference-hint">
          {hint}
        </p>
      )}
      {children}
    </fieldset>
  );
}
