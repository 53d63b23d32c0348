import Link from 'next/link';
import { AgendaCard } from './agenda-card.tsx';
import styles from './agenda-days.module.css';
import { formatWeekday } from './format.ts';
import type { AgendaEntry } from './types.ts';

interface AgendaDaysProps {
  days: { date: string; entries: AgendaEntry[] }[];
  /** The practice's day, `YYYY-MM-DD`. */
  today: string;
  now: Date;
  timeZone: string;
  /** Where to make an appointment on a day; null for who may not. */
  hrefToAdd: ((date: string) => string) | null;
  /** The entry that was just made. */
  highlighted: string | undefined;
}

/** Days side by side where there is room, else one below the other. */
export function AgendaDays({ days, today, now, timeZone, hrefToAdd, highlighted }: AgendaDaysProps) {
  return (
    <div className={styles.days} data-days={days.length}>
      {days.map(({ date, entries }) => (
        <section
          key={date}
          className={styles.day}
          aria-labelledby={`day-${date}`}
          data-today={date === today || undefined}
          data-past={date < today || undefined}
        >
          <header className={styles.head}>
            <h2 id={`day-${date}`} className={styles.name} aria-current={date === today ? 'date' : undefined}>
              <DayName date={date} />
            </h2>
            {hrefToAdd && date >= today && (
              <Link
                href={hrefToAdd(date)}
                prefetch={false}
                className={styles.add}
                aria-label={`Ajouter un rendez-vous, ${formatWeekday(date)}`}
              >
                <span aria-hidden="true">+</span>
              </Link>
            )}
          </header>
          {entries.length === 0 ? (
            <p className={styles.none}>Aucun rendez-vous</p>
          ) : (
            <ol className={styles.entries}>
              {entries.map((entry) => (
                <AgendaCard
                  key={entry.id}
                  entry={entry}
                  now={now}
                  timeZone={timeZone}
                  isNew={entry.id === highlighted}
                />
              ))}
            </ol>
          )}
        </section>
      ))}
    </div>
  );
}

function DayName({ date }: { date: string }) {
  const [weekday = '', ...rest] = formatWeekday(date).split(' ');
  return (
    <time dateTime={date} className={styles.date}>
      <span>{weekday}</span> <span>{rest.join(' ')}</span>
    </time>
  );
}
