import type { Metadata } from 'next';
import Link from 'next/link';
import { myOrganisations } from '../../../features/organisations/active.ts';
import { NoOrganisation } from '../../../features/organisations/none.tsx';
import { limitsOf } from '../../../features/practice/access.ts';
import { byDay, daysOf, readAgendaQuery, spanOf } from '../../../features/practice/agenda.ts';
import { AgendaBar } from '../../../features/practice/agenda-bar.tsx';
import { AgendaDays } from '../../../features/practice/agenda-days.tsx';
import { listAppointments, MOST_ENTRIES, practitionersOf } from '../../../features/practice/appointments.ts';
import {
  formatDateRange,
  formatInstant,
  formatWeekday,
  fullName,
} from '../../../features/practice/format.ts';
import { localDate } from '../../../features/practice/local-time.ts';
import { MessagePage } from '../../../features/shell/message-page.tsx';
import { Notice } from '../../../features/shell/notice.tsx';
import { PageHead } from '../../../features/shell/page-head.tsx';
import type { SearchPageProps } from '../../../features/shell/route-props.ts';

export const metadata: Metadata = { title: 'Rendez-vous' };

export default async function AppointmentsPage({ searchParams }: SearchPageProps) {
  const { active } = await myOrganisations();
  if (active === null) return <NoOrganisation />;
  const limits = limitsOf(active.role);
  if (limits && !limits.seesOwn) {
    return (
      <>
        <PageHead title="Rendez-vous" detail={active.name} />
        <MessagePage headingLevel={2} title="Aucun rendez-vous à afficher" message={limits.appointments} />
      </>
    );
  }
  const now = new Date();
  const { timezone: timeZone } = active;
  const today = localDate(now, timeZone);
  const search = await searchParams;
  const query = readAgendaQuery(search, today);
  const days = daysOf(query);
  const [entries, practitioners] = await Promise.all([
    listAppointments({
      organisationId: active.id,
      ...spanOf(days, timeZone),
      practitionerId: query.practitionerId,
    }),
    practitionersOf(active.id),
  ]);
  const made = entries.find(({ id }) => id === search.nouveau);
  const when =
    query.view === 'jour'
      ? formatWeekday(query.date, today)
      : formatDateRange(days[0] ?? '', days.at(-1) ?? '');
  const addOn = (date: string) => {
    const whose = query.practitionerId === undefined ? '' : `&praticien=${query.practitionerId}`;
    return `/rendez-vous/nouveau?date=${date}${whose}`;
  };

  return (
    <>
      <PageHead title="Rendez-vous" detail={`${active.name}\u00a0· ${when}`}>
        {limits === null && (
          <Link href={addOn(days.find((day) => day >= today) ?? today)} prefetch={false} className="button">
            Nouveau rendez-vous
          </Link>
        )}
      </PageHead>
      {made && (
        <Notice parameter="nouveau">
          Rendez-vous pris pour {fullName(made.patient)}, {formatInstant(made.startsAt, timeZone)}.
        </Notice>
      )}
      <AgendaBar query={query} practitioners={practitioners} />
      {limits && <p className="limits">{limits.appointments}</p>}
      {entries.length === MOST_ENTRIES && (
        <p className="limits">Il y en a davantage&nbsp;: affichez un seul jour, ou un seul praticien.</p>
      )}
      <AgendaDays
        days={byDay(entries, query, timeZone)}
        today={today}
        now={now}
        timeZone={timeZone}
        hrefToAdd={limits === null ? addOn : null}
        highlighted={made?.id}
      />
    </>
  );
}
