import Link from 'next/link';
import { formatCalendarDate } from '../../practice/format.ts';
import type { Member } from '../people.ts';
import { TypeOptions } from '../type-options.tsx';
import { type Asked, isAboutImplant } from './question.ts';
import styles from './question-form.module.css';
import type { Subject } from './subject.ts';

interface QuestionFormProps {
  asked: Asked;
  subject: Subject;
  members: Member[];
  /** What the database says is wrong with the question. */
  error: string | null;
}

/** Asks who would be told of an event. The whole question is in the address, so that an answer can be shared. */
export function QuestionForm({ asked, subject, members, error }: QuestionFormProps) {
  const { patient, implants, found } = subject;
  const isDetailed = Boolean(patient || found || asked.recipient || asked.actor);
  return (
    <form className={styles.form} method="get" action="/admin/explications">
      <div className="field">
        <label htmlFor="type">Type d’événement</label>
        <select id="type" name="type" defaultValue={asked.type ?? ''} required>
          <option value="" disabled>
            Choisir un type
          </option>
          <TypeOptions />
        </select>
      </div>
      <details className={styles.details} open={isDetailed}>
        <summary>Préciser l’événement</summary>
        <div className={styles.fields}>
          {patient ? (
            <div className="field">
              <span className={styles.label}>Patient</span>
              <input type="hidden" name="patient" value={patient.id} />
              <p className={styles.chosen}>
                {patient.name}{' '}
                <Link href={asked.type ? `?type=${asked.type}` : '?'} prefetch={false}>
                  Retirer
                </Link>
              </p>
            </div>
          ) : (
            <div className="field">
              <label htmlFor="recherche">Patient</label>
              <input
                id="recherche"
                name="recherche"
                type="search"
                placeholder="Nom ou prénom"
                maxLength={100}
                autoComplete="off"
                defaultValue={asked.search}
                aria-describedby="recherche-message"
              />
              {found && <Found found={found} />}
            </div>
          )}
          {patient && isAboutImplant(asked.type) && implants.length > 0 && (
            <div className="field">
              <label htmlFor="implant">Implant</label>
              <select id="implant" name="implant" defaultValue={asked.implant ?? ''}>
                <option value="">Non précisé</option>
                {implants.map(({ id, tooth }) => (
                  <option key={id} value={id}>
                    Dent {tooth}
                  </option>
                ))}
              </select>
            </div>
          )}
          <MemberSelect
            name="destinataire"
            label="Personne nommée"
            none="Aucune"
            value={asked.recipient}
            members={members}
          />
          <MemberSelect
            name="auteur"
            label="Auteur de l’événement"
            none="Non précisé"
            value={asked.actor}
            members={members}
          />
        </div>
      </details>
      <p className="field-error" role="alert">
        {error}
      </p>
      <div>
        <button type="submit" className="button">
          Expliquer
        </button>
      </div>
    </form>
  );
}

function Found({ found }: { found: NonNullable<Subject['found']> }) {
  if (found.length === 0) {
    return (
      <p id="recherche-message" className="field-error">
        Aucun patient de ce nom.
      </p>
    );
  }
  return (
    <fieldset className={styles.found}>
      <legend id="recherche-message">Lequel{'\u202f'}?</legend>
      {found.map(({ id, name, birthDate }) => (
        <label key={id}>
          <input type="radio" name="patient" value={id} /> {name}
          {birthDate && `\u00a0· ${formatCalendarDate(birthDate)}`}
        </label>
      ))}
    </fieldset>
  );
}

interface MemberSelectProps {
  name: string;
  label: string;
  /** What choosing nobody means. */
  none: string;
  value: string | null;
  members: Member[];
}

function MemberSelect({ name, label, none, value, members }: MemberSelectProps) {
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <select id={name} name={name} defaultValue={value ?? ''}>
        <option value="">{none}</option>
        {members.map((member) => (
          <option key={member.id} value={member.id}>
            {member.name}
          </option>
        ))}
      </select>
    </div>
  );
}
