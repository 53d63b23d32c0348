'use client';

import { type FormEvent, startTransition, useEffect, useRef } from 'react';
import type { FormState } from './form-state.ts';
import { useFormAction } from './use-form-action.ts';

/**
 * A form for a server action that keeps what was typed, whatever the answer: React would empty it after each sending.
 * After a refusal the focus is in the first field at fault. Without the page's script it is sent as any form.
 * @param initial what stands in the fields at first
 */
export function useKeptForm<Field extends string>(
  action: (state: Awaited<FormState<Field>>, form: FormData) => Promise<FormState<Field>>,
  initial: Partial<Record<Field, string>> = {},
) {
  const [state, dispatch, isPending] = useFormAction(action, { errors: {} });
  const sent = useRef<HTMLFormElement>(null);
  const send = (form: FormData) => startTransition(() => dispatch(form));

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new state is a new answer
  useEffect(() => {
    sent.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    sent.current = null;
  }, [state]);

  const formProps = {
    action: dispatch,
    onSubmit: (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault();
      sent.current = event.currentTarget;
      send(new FormData(event.currentTarget));
    },
  };
  /** Props of a field: what stands in it, and what is wrong with it. */
  const field = (name: Field) => ({
    name,
    defaultValue: state.values?.[name] ?? initial[name],
    error: state.errors[name],
  });
  return { state, isPending, send, formProps, field };
}
