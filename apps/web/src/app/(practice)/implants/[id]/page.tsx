import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { organisationOf } from '../../../../features/organisations/active.ts';
import { fullName } from '../../../../features/practice/format.ts';
import { IsqBadge } from '../../../../features/practice/isq-badge.tsx';
import { IsqChart } from '../../../../features/practice/isq-chart.tsx';
import { IsqForm } from '../../../../features/practice/isq-form.tsx';
import { IsqHistory } from '../../../../features/practice/isq-history.tsx';
import { PlacedOn } from '../../../../features/practice/placed-on.tsx';
import { getImplant } from '../../../../features/practice/queries.ts';
import { PageHead } from '../../../../features/shell/page-head.tsx';
import type { RecordPageProps } from '../../../../features/shell/route-props.ts';
import styles from './page.module.css';

const load = cache(getImplant);

export async function generateMetadata({ params }: RecordPageProps): Promise<Metadata> {
  const implant = await load((await params).id);
  return { title: implant ? `Dent ${implant.tooth}, ${fullName(implant.patient)}` : 'Dossier introuvable' };
}

export default async function ImplantPage({ params }: RecordPageProps) {
  const implant = await load((await params).id);
  if (implant === null) notFound();
  const { organisation, timeZone } = await organisationOf(implant.organisationId);
  const { measurements } = implant;
  const [last] = measurements;

  return (
    <>
      <PageHead
        title={`Implant, dent ${implant.tooth}`}
        detail={
          <>
            <PlacedOn date={implant.placedOn} />
            {organisation && `\u00a0· ${organisation.name}`}
          </>
        }
        back={{ href: `/patients/${implant.patient.id}`, name: fullName(implant.patient) }}
      />
      <div className={styles.layout}>
        <section className="panel" aria-labelledby="stability">
          <div className={styles.head}>
            <h2 id="stability">Stabilité</h2>
            {last && <IsqBadge value={last.value} />}
          </div>
          {last ? (
            <IsqChart measurements={measurements} timeZone={timeZone} />
          ) : (
            <p className={styles.none}>Aucune mesure pour le moment.</p>
          )}
        </section>
        <section className="panel" aria-labelledby="measure">
          <h2 id="measure">Nouvelle mesure</h2>
          <IsqForm implantId={implant.id} tooth={implant.tooth} />
          <p className={styles.rule}>
            Sous 55, l’équipe est alertée immédiatement. De 55 à 59, l’implant est à surveiller.
          </p>
        </section>
        {last && (
          <section className={styles.history} aria-labelledby="history">
            <h2 id="history">Historique</h2>
            <div className="panel">
              <IsqHistory measurements={measurements} timeZone={timeZone} />
            </div>
          </section>
        )}
      </div>
    </>
  );
}
