import Link from 'next/link';
import { formatInstant } from '../../practice/format.ts';
import { Figure, Figures } from '../figure-tiles.tsx';
import { lasted, number, percent } from '../figures.ts';
import type { Queue } from './queue.ts';
import styles from './queue-figures.module.css';
import { failureName } from './words.ts';

/** How the emails are getting on: what waits, what leaves, what fails and why. */
export function QueueFigures({ queue, timeZone }: { queue: Queue; timeZone: string }) {
  const { pending, due, oldestDueAt, sentLastHour, sentLastDay, failedLastDay, failureRate } = queue;
  return (
    <>
      {queue.pausedUntil && (
        <p className={styles.pause} role="status">
          <strong>Envoi en pause jusqu’au {formatInstant(queue.pausedUntil, timeZone)}.</strong> Rien n’est
          perdu, aucun essai n’est compté. {queue.pauseReason && <q lang="en">{queue.pauseReason}</q>}
        </p>
      )}
      <Figures>
        <Figure name="En attente" value={number(pending)}>
          {due === 0 ? 'aucun à envoyer maintenant' : `dont ${number(due)} à envoyer maintenant`}
        </Figure>
        <Figure name="Attente la plus longue" value={oldestDueAt ? lasted(oldestDueAt, new Date()) : '–'}>
          {oldestDueAt ? `depuis le ${formatInstant(oldestDueAt, timeZone)}` : 'rien ne tarde'}
        </Figure>
        <Figure name="Envoyés en une heure" value={number(sentLastHour)}>
          {number(sentLastDay)} en 24 heures
        </Figure>
        <Figure name="Taux d’échec" value={failureRate === null ? '–' : percent(failureRate)}>
          {failedLastDay === 0
            ? 'aucun échec'
            : `${number(failedLastDay)} échec${failedLastDay > 1 ? 's' : ''}`}{' '}
          en 24 heures
        </Figure>
      </Figures>
      <div className={styles.reasons}>
        <Reasons title="Échecs des 7 derniers jours" none="Aucun échec." rows={queue.failures} />
        <Reasons
          title="Non envoyés des 7 derniers jours"
          none="Tout ce qui était prévu est parti."
          rows={queue.notSent}
        />
      </div>
    </>
  );
}

interface ReasonsProps {
  title: string;
  none: string;
  rows: Queue['failures'];
}

/** How often each reason occurred; each leads to its emails. */
function Reasons({ title, none, rows }: ReasonsProps) {
  return (
    <section className={styles.block} aria-label={title}>
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <p className={styles.none}>{none}</p>
      ) : (
        <ul>
          {rows.map(({ failure, count }) => (
            <li key={failure}>
              <Link href={`/admin/emails?motif=${failure}`} prefetch={false}>
                {failureName(failure)}
              </Link>
              <span>{number(count)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
