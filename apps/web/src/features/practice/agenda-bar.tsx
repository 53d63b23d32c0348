import Link from 'next/link';
import { ViewTabs } from '../shell/view-tabs.tsx';
import { type AgendaQuery, agendaHref } from './agenda.ts';
import styles from './agenda-bar.module.css';
import { AgendaFilter } from './agenda-filter.tsx';
import { addDays } from './local-time.ts';

interface AgendaBarProps {
  query: AgendaQuery;
  practitioners: { id: string; name: string }[];
}

/** Goes through the agenda: earlier, later, to a day, by day or week, of one practitioner or all. */
export function AgendaBar({ query, practitioners }: AgendaBarProps) {
  const { view, date } = query;
  const isDay = view === 'jour';
  const step = isDay ? 1 : 7;
  const at = (change: Partial<AgendaQuery>) => agendaHref({ ...query, ...change });
  return (
    <div className={styles.bar}>
      <nav className={styles.steps} aria-label="Période">
        <Link href={at({ date: addDays(date, -step) })} prefetch={false}>
          <span aria-hidden="true">←</span>
          <span className="visually-hidden">{isDay ? 'Jour précédent' : 'Semaine précédente'}</span>
        </Link>
        <Link href={`/rendez-vous?vue=${view}`} prefetch={false}>
          Aujourd’hui
        </Link>
        <Link href={at({ date: addDays(date, step) })} prefetch={false}>
          <span className="visually-hidden">{isDay ? 'Jour suivant' : 'Semaine suivante'}</span>
          <span aria-hidden="true">→</span>
        </Link>
      </nav>
      <ViewTabs
        label="Affichage"
        views={[
          { href: at({ view: 'semaine' }), name: 'Semaine', isCurrent: !isDay },
          { href: at({ view: 'jour' }), name: 'Jour', isCurrent: isDay },
        ]}
      />
      <AgendaFilter query={query} practitioners={practitioners} />
    </div>
  );
}
