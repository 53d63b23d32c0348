'use client';

import { type FormEvent, startTransition, useActionState, useEffect, useRef } from 'react';

/**
 * A form for a server action that keeps what was typed, whatever the answer: React would empty it after each sending.
 * After a refusal the focus is in the first field at fault. Without the page's script it is sent as any form.
 */
export function useKeptForm<State>(
  action: (state: Awaited<State>, form: FormData) => State | Promise<State>,
  initial: Awaited<State>,
) {
  const [state, dispatch, isPending] = useActionState(action, initial);
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
  return { state, isPending, send, formProps };
}
