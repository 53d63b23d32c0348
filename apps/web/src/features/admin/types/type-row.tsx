'use client';

import type { Frequency, Role } from '@cassius/contracts';
import { type FormEvent, Fragment, useId, useState } from 'react';
import { useKeptForm } from '../../forms/use-kept-form.ts';
import { onOff, onOffValue } from '../forms/on-off.ts';
import { ChoiceSelect, FrequencySelect } from '../forms/selects.tsx';
import { AudienceFields } from './audience-fields.tsx';
import { saveTypeSetting } from './save-type-setting.ts';
import styles from './type-row.module.css';
import type { TypeSetting } from './type-settings.ts';

interface TypeRowProps {
  organisationId: string;
  setting: TypeSetting;
  roleNames: Record<Role, string>;
  frequencyNames: Record<Frequency, string>;
}

const NOTHING: TypeSetting['own'] = { inApp: null, email: null, frequency: null, audience: null };

/** What an organisation says of one type; each change is saved at once. */
export function TypeRow({ organisationId, setting, roleNames, frequencyNames }: TypeRowProps) {
  const { type, title, isMandatory, origin } = setting;
  const { state, isPending, send, formProps } = useKeptForm(saveTypeSetting);
  // Going back to the origin makes the fields anew, with nothing in them.
  const [resets, setResets] = useState(0);
  const own = resets > 0 ? NOTHING : setting.own;
  const isOwn = Object.values(setting.own).some((value) => value !== null);
  const id = useId();

  const reset = (event: FormEvent<HTMLButtonElement>) => {
    event.preventDefault();
    const { form } = event.currentTarget;
    if (!isOwn || form === null) return;
    const sent = new FormData(form);
    sent.set('intent', 'reset');
    setResets((count) => count + 1);
    send(sent);
  };

  return (
    <form
      {...formProps}
      id={type}
      className={styles.row}
      aria-labelledby={`${id}-title`}
      onChange={(event) => send(new FormData(event.currentTarget))}
    >
      <input type="hidden" name="organisationId" value={organisationId} />
      <input type="hidden" name="type" value={type} />
      <div className={styles.head}>
        <h3 id={`${id}-title`}>{title}</h3>
        <p className={styles.status} role="status" data-failed={state.errors.form ? true : undefined}>
          {isPending ? 'Enregistrement…' : (state.errors.form ?? state.done)}
        </p>
        <AudienceFields
          key={resets}
          audience={own.audience ?? origin.audience}
          locked={isMandatory ? origin.audience : []}
          names={roleNames}
          error={state.errors.audience}
          className={styles.audience}
        />
        <button
          type="submit"
          name="intent"
          value="reset"
          className={styles.reset}
          aria-disabled={!isOwn}
          onClick={reset}
        >
          Revenir au réglage d’origine
        </button>
      </div>
      <Fragment key={resets}>
        <ChoiceSelect
          id={`${id}-in-app`}
          name="in_app"
          label="Application"
          none={isMandatory ? 'Activé (obligatoire)' : `D’origine (${onOff(origin.inApp)})`}
          defaultValue={isMandatory ? '' : onOffValue(own.inApp)}
          disabled={isMandatory}
        />
        <ChoiceSelect
          id={`${id}-email`}
          name="email"
          label="E-mail"
          none={`D’origine (${onOff(origin.email)})`}
          defaultValue={onOffValue(own.email)}
        />
        <FrequencySelect
          id={`${id}-frequency`}
          name="frequency"
          label="Fréquence des e-mails"
          none={`D’origine (${frequencyNames[origin.frequency].toLowerCase()})`}
          names={frequencyNames}
          defaultValue={own.frequency ?? ''}
        />
      </Fragment>
      <noscript>
        <button type="submit" className="button">
          Enregistrer
        </button>
      </noscript>
    </form>
  );
}
