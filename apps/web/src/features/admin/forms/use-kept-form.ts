'use client';

import { type FormEvent, startTransition, useActionState } from 'react';

/**
 * A form for a server action that keeps what was typed, whatever the answer: React would empty it after each sending.
 * Without the page's script it is sent as any form.
 */
export function useKeptForm<State>(
  action: (state: Awaited<State>, form: FormData) => State | Promise<State>,
  initial: Awaited<State>,
) {
  const [state, dispatch, isPending] = useActionState(action, initial);
  const send = (form: FormData) => startTransition(() => dispatch(form));
  const formProps = {
    action: dispatch,
    onSubmit: (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault();
      send(new FormData(event.currentTarget));
    },
  };
  return { state, isPending, send, formProps };
}
