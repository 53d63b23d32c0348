import type { Metadata } from 'next';
import { requireAdmin } from '../../../../features/admin/access.ts';
import { getAnalytics } from '../../../../features/admin/analytics/analytics.ts';
import { AnalyticsTiles } from '../../../../features/admin/analytics/analytics-tiles.tsx';
import { Definitions } from '../../../../features/admin/analytics/definitions.tsx';
import { FiguresTable } from '../../../../features/admin/analytics/figures-table.tsx';
import { Legend } from '../../../../features/admin/analytics/legend.tsx';
import { PeriodLinks } from '../../../../features/admin/analytics/period-links.tsx';
import { readPeriod } from '../../../../features/admin/analytics/periods.ts';
import { StagePatterns } from '../../../../features/admin/analytics/stage-patterns.tsx';
import { TypeBars } from '../../../../features/admin/analytics/type-bars.tsx';
import { WeekChart } from '../../../../features/admin/analytics/week-chart.tsx';
import { fullDay, spanName } from '../../../../features/admin/analytics/weeks.ts';
import { typeName } from '../../../../features/admin/words.ts';
import { PageHead } from '../../../../features/shell/page-head.tsx';
import type { SearchPageProps } from '../../../../features/shell/route-props.ts';
import { sessionClient } from '../../../../features/supabase/server.ts';
import styles from './page.module.css';

export const metadata: Metadata = { title: 'Analyses' };

export default async function AnalyticsPage({ searchParams }: SearchPageProps) {
  const organisation = await requireAdmin();
  const period = readPeriod((await searchParams).semaines);
  const { total, weeks, types } = await getAnalytics(await sessionClient(), organisation, period);
  return (
    <>
      <PageHead
        title="Analyses"
        detail={`${organisation.name}\u00a0· Ce que deviennent les notifications, ${spanName(weeks.map(({ week }) => week))}.`}
      />
      <PeriodLinks current={period} />
      <AnalyticsTiles total={total} weeks={period} />
      {total.sent === 0 ? (
        <p className={styles.empty}>Aucune notification n’a été envoyée pendant ces {period} semaines.</p>
      ) : (
        <>
          <StagePatterns />
          <section className={styles.card} aria-labelledby="par-semaine">
            <h2 id="par-semaine">Par semaine</h2>
            <Legend />
            <WeekChart weeks={weeks} total={total} />
            <FiguresTable
              caption="Notifications par semaine"
              first="Semaine du"
              rows={weeks.map(({ week, ...stages }) => ({ id: week, name: fullDay(week), ...stages }))}
              total={total}
            />
          </section>
          <section className={styles.card} aria-labelledby="par-type">
            <h2 id="par-type">Par type</h2>
            <Legend />
            <TypeBars types={types} />
            <FiguresTable
              caption="Notifications par type"
              first="Type"
              rows={types.map(({ type, ...stages }) => ({ id: type, name: typeName(type), ...stages }))}
              total={total}
            />
          </section>
          <p className={styles.export}>
            <a href={`/admin/analyses/export?semaines=${period}`} download>
              Télécharger les chiffres (CSV)
            </a>
            , par type et par semaine.
          </p>
        </>
      )}
      <Definitions />
    </>
  );
}
