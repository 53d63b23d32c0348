import { ViewTabs } from '../../shell/view-tabs.tsx';
import { PERIODS, type Period } from './periods.ts';

/** The lengths that the page can look back on. */
export function PeriodLinks({ current }: { current: Period }) {
  return (
    <ViewTabs
      label="Période"
      views={PERIODS.map((weeks) => ({
        href: `/admin/analyses?semaines=${weeks}`,
        name: `${weeks} semaines`,
        isCurrent: weeks === current,
      }))}
    />
  );
}
