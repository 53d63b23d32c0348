import type { ComponentPropsWithoutRef } from 'react';

/** A labelled on/off switch. */
export function Switch({ label, ...props }: ComponentPropsWithoutRef<'input'> & { label: string }) {
  return (
    <label className="cn-switch">
      {/* biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox tells its own state */}
      <input {...props} type="checkbox" role="switch" />
      <span>{label}</span>
    </label>
  );
}
