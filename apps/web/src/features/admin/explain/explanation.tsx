import type { Role } from '@cassius/contracts';
import { count } from '../../practice/format.ts';
import { roleNames } from '../words.ts';
import type { ExplainedPerson, Explanation } from './answer.ts';
import styles from './explanation.module.css';
import { VerdictText } from './verdict-text.tsx';

/** A practice has a few dozen people; patients with an account may be thousands. */
const SHOWN = 200;

interface ExplanationTableProps {
  title: string;
  explanation: Explanation;
  timeZone: string;
}

/** Who is told, how, and why not: one row a person. Those whom the event does not concern are folded away. */
export function ExplanationTable({ title, explanation, timeZone }: ExplanationTableProps) {
  const { concerned, others } = explanation;
  return (
    <section aria-labelledby="decisions">
      <h2 id="decisions" className={styles.title}>
        {title}
      </h2>
      {concerned.length === 0 ? (
        <p className={styles.none}>Cet événement ne concerne personne dans l’établissement.</p>
      ) : (
        <People people={concerned} timeZone={timeZone} label="Personnes concernées" />
      )}
      {others.length > 0 && (
        <details className={styles.others}>
          <summary>{count(others.length, 'personne non concernée', 'personnes non concernées')}</summary>
          <People people={others} timeZone={timeZone} label="Personnes non concernées" />
        </details>
      )}
    </section>
  );
}

function People({ people, timeZone, label }: { people: ExplainedPerson[]; timeZone: string; label: string }) {
  const hidden = people.length - SHOWN;
  return (
    <>
      <ul className={styles.people} aria-label={label}>
        {people.slice(0, SHOWN).map(({ id, name, role, verdicts }) => (
          <li key={id} className={styles.person}>
            <p className={styles.who}>
              <strong>{name}</strong>
              <span>{role === null ? 'N’est plus membre' : (roleNames[role as Role] ?? role)}</span>
            </p>
            <dl className={styles.channels}>
              {verdicts.map((verdict) => (
                <div key={verdict.channel}>
                  <dt>{verdict.channel}</dt>
                  <dd>
                    <VerdictText verdict={verdict} timeZone={timeZone} />
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
      {hidden > 0 && <p className={styles.none}>et {count(hidden, 'autre personne', 'autres personnes')}.</p>}
    </>
  );
}
