'use client';

import { useId, useState } from 'react';
import { useFormAction } from '../../forms/use-form-action.ts';
import { formatInstant } from '../../practice/format.ts';
import { actOnEmails } from './act-on-emails.ts';
import styles from './email-list.module.css';
import type { Email } from './emails.ts';

interface EmailListProps {
  emails: Email[];
  timeZone: string;
  /** Whether the reader may have emails tried again or cancelled. */
  canAct: boolean;
}

const NOTHING: ReadonlySet<string> = new Set();
const TWICE = 'Le fournisseur l’a peut-être accepté\u00a0: réessayé, il peut arriver deux fois.';

/** Emails, newest first; those that failed can be tried again, those that wait cancelled, one or many at a time. */
export function EmailList({ emails, timeZone, canAct }: EmailListProps) {
  const [state, act, isPending] = useFormAction(actOnEmails, { errors: {} });
  // A choice ends with the act that it was made for.
  const [choice, setChoice] = useState({ before: state.at, ids: NOTHING });
  const chosen = choice.before === state.at ? choice.ids : NOTHING;
  const id = useId();
  const actionable = canAct ? emails.filter((email) => email.act !== null) : [];
  // What was chosen on a list that has changed since does not count.
  const current = actionable.filter((email) => chosen.has(email.id));
  const unknown = current.filter((email) => email.isUnknown).length;

  const choose = (emails: readonly Email[], isChosen: boolean) => {
    const ids = new Set(chosen);
    for (const email of emails) isChosen ? ids.add(email.id) : ids.delete(email.id);
    setChoice({ before: state.at, ids });
  };

  return (
    <form action={act}>
      <p role="status" className={styles.result} data-failed={state.errors.form ? true : undefined}>
        {!isPending && (state.errors.form ?? state.done)}
      </p>
      {emails.length === 0 && <p className={styles.none}>Aucun e-mail ne correspond.</p>}
      {actionable.length > 0 && (
        <div className={styles.bar}>
          <label className={styles.all}>
            <input
              type="checkbox"
              checked={current.length === actionable.length}
              ref={(box) => {
                if (box) box.indeterminate = current.length > 0 && current.length < actionable.length;
              }}
              onChange={(event) => choose(actionable, event.currentTarget.checked)}
            />
            Tout choisir
          </label>
          <span className={styles.buttons}>
            <button
              type="submit"
              name="act"
              value="retry"
              className={styles.button}
              disabled={isPending}
              aria-disabled={current.length === 0}
            >
              Réessayer
            </button>
            <button
              type="submit"
              name="act"
              value="cancel"
              className={styles.button}
              disabled={isPending}
              aria-disabled={current.length === 0}
            >
              Annuler l’envoi
            </button>
          </span>
          <p role="status" className={styles.warning}>
            {unknown > 0 &&
              `Issue inconnue pour ${unknown} e-mail${unknown > 1 ? 's' : ''} de votre choix\u00a0: réessayé, il peut arriver deux fois.`}
          </p>
        </div>
      )}
      <ol hidden={emails.length === 0} className={styles.list} aria-label="E-mails">
        {emails.map((email) => (
          <li key={email.id} className={styles.item} data-choosable={actionable.length > 0 || undefined}>
            {actionable.length > 0 && (
              <span className={styles.choice}>
                {email.act !== null && (
                  <input
                    type="checkbox"
                    name="id"
                    value={email.id}
                    aria-labelledby={`${id}-${email.id}`}
                    checked={chosen.has(email.id)}
                    onChange={(event) => choose([email], event.currentTarget.checked)}
                  />
                )}
              </span>
            )}
            <EmailSummary email={email} timeZone={timeZone} nameId={`${id}-${email.id}`} />
          </li>
        ))}
      </ol>
    </form>
  );
}

function EmailSummary({ email, timeZone, nameId }: { email: Email; timeZone: string; nameId: string }) {
  const { at, type, person, status, failure, isUnknown, providerWords, marks, attempts, notBefore } = email;
  return (
    <div className={styles.summary}>
      <p className={styles.name} id={nameId}>
        <strong>{type}</strong>&nbsp;· {person}
      </p>
      <p className={styles.state}>
        <span className={styles.status} data-tone={status.tone}>
          {status.name}
        </span>
        {marks.map((mark) => (
          <span
            key={mark.name}
            className={styles.status}
            data-tone={mark.tone}
            title={formatInstant(mark.at, timeZone)}
          >
            {mark.name}
          </span>
        ))}
      </p>
      <p className={styles.detail}>
        <time dateTime={at}>{formatInstant(at, timeZone)}</time>
        {attempts > 0 && `\u00a0· ${attempts}\u00a0essai${attempts > 1 ? 's' : ''}`}
        {notBefore && `\u00a0· pas avant le ${formatInstant(notBefore, timeZone)}`}
        {failure && `\u00a0· ${failure}`}
      </p>
      {providerWords && (
        <p className={styles.detail}>
          Le fournisseur{'\u00a0'}: <q lang="en">{providerWords}</q>
        </p>
      )}
      {isUnknown && <p className={styles.unknown}>{TWICE}</p>}
    </div>
  );
}
