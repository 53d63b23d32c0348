import Link from 'next/link';
import { formatDay } from './format.ts';
import styles from './implant-card.module.css';
import { IsqBadge } from './isq-badge.tsx';
import { IsqForm } from './isq-form.tsx';
import { MiniHistory } from './mini-history.tsx';
import { PlacedOn } from './placed-on.tsx';
import type { Implant } from './types.ts';

/** An implant on its patient's record: where it stands, and a form to measure it. */
export function ImplantCard({ implant, timeZone }: { implant: Implant; timeZone: string }) {
  const [last] = implant.measurements;
  return (
    <article className="panel" aria-labelledby={`implant-${implant.id}`}>
      <div className={styles.head}>
        <h3 id={`implant-${implant.id}`} className={styles.tooth}>
          <Link href={`/implants/${implant.id}`} prefetch={false}>
            Dent {implant.tooth}
          </Link>
        </h3>
        {last && <IsqBadge value={last.value} />}
      </div>
      <p className={styles.detail}>
        <PlacedOn date={implant.placedOn} />
        {'\u00a0· '}
        {last ? (
          <>
            mesuré le <time dateTime={last.measuredAt}>{formatDay(last.measuredAt, timeZone)}</time>
          </>
        ) : (
          'aucune mesure'
        )}
      </p>
      <MiniHistory measurements={implant.measurements} />
      <IsqForm implantId={implant.id} tooth={implant.tooth} />
    </article>
  );
}
