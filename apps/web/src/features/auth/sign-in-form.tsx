'use client';

import { useEffect } from 'react';
import { useFormAction } from '../forms/use-form-action.ts';
import { type SignInState, signIn } from './sign-in.ts';
import styles from './sign-in-form.module.css';

const EMPTY: SignInState = { email: '', errors: {} };

/** @param props.next page to go to once signed in; checked again by the server */
export function SignInForm({ next }: { next: string }) {
  const [state, submit, pending] = useFormAction(signIn, EMPTY);
  const { errors, goTo } = state;
  const leaving = pending || goTo !== undefined;

  useEffect(() => {
    // A whole page load: the destination may be a signed link, which is no page of the client's router.
    if (goTo !== undefined) window.location.replace(goTo);
  }, [goTo]);

  return (
    <form action={submit} className={styles.form} noValidate>
      <input type="hidden" name="suite" value={next} />
      <p className={styles.alert} role="alert" hidden={!errors.form}>
        {errors.form}
      </p>
      <div className="field">
        <label htmlFor="email">Adresse e-mail</label>
        <input
          id="email"
          name="email"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={state.email}
          aria-invalid={errors.email ? true : undefined}
          aria-describedby="email-error"
          required
        />
        <p id="email-error" className="field-error" role="alert">
          {errors.email}
        </p>
      </div>
      <div className="field">
        <label htmlFor="password">Mot de passe</label>
        <input
          id="password"
          name="password"
          type="password"
          autoComplete="current-password"
          aria-invalid={errors.password ? true : undefined}
          aria-describedby="password-error"
          required
        />
        <p id="password-error" className="field-error" role="alert">
          {errors.password}
        </p>
      </div>
      <button type="submit" className="button" disabled={leaving}>
        {leaving ? 'Connexion…' : 'Se connecter'}
      </button>
      {goTo !== undefined && <a href={goTo}>Continuer</a>}
    </form>
  );
}
