import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { organisationOf } from '../../../../features/organisations/active.ts';
import { isStaff, limitsOf } from '../../../../features/practice/access.ts';
import { AppointmentList } from '../../../../features/practice/appointment-list.tsx';
import { Disclosure } from '../../../../features/practice/disclosure.tsx';
import { age, formatCalendarDate, fullName } from '../../../../features/practice/format.ts';
import { ImplantCard } from '../../../../features/practice/implant-card.tsx';
import { ImplantForm } from '../../../../features/practice/implant-form.tsx';
import { localDate } from '../../../../features/practice/local-time.ts';
import { getPatient } from '../../../../features/practice/queries.ts';
import { Notice } from '../../../../features/shell/notice.tsx';
import { PageHead } from '../../../../features/shell/page-head.tsx';
import type { RecordPageProps, SearchPageProps } from '../../../../features/shell/route-props.ts';
import styles from './page.module.css';

const load = cache(getPatient);

export async function generateMetadata({ params }: RecordPageProps): Promise<Metadata> {
  const patient = await load((await params).id);
  return { title: patient ? fullName(patient) : 'Dossier introuvable' };
}

export default async function PatientPage({ params, searchParams }: RecordPageProps & SearchPageProps) {
  const patient = await load((await params).id);
  if (patient === null) notFound();
  const { organisation, timeZone } = await organisationOf(patient.organisationId);
  const now = new Date();
  const canWrite = isStaff(organisation?.role);
  const limits = organisation && limitsOf(organisation.role);
  const birth = patient.birthDate ? (
    <>
      Date de naissance&nbsp;:{' '}
      <time dateTime={patient.birthDate}>{formatCalendarDate(patient.birthDate)}</time> (
      {age(patient.birthDate)}&nbsp;ans)
    </>
  ) : (
    'Date de naissance inconnue'
  );

  return (
    <>
      <PageHead
        title={fullName(patient)}
        detail={
          <>
            {birth}
            {organisation && `\u00a0· ${organisation.name}`}
          </>
        }
        back={{ href: '/patients', name: 'Patients' }}
      />
      {(await searchParams).nouveau === 'dossier' && (
        <Notice parameter="nouveau">Dossier créé&nbsp;: {fullName(patient)}.</Notice>
      )}
      {limits && <p className="limits">{limits.records}</p>}
      <section aria-labelledby="implants" className={styles.section}>
        <h2 id="implants">Implants</h2>
        {patient.implants.length === 0 && (
          <p className={styles.none}>
            {canWrite ? 'Aucun implant.' : 'Les implants et leurs mesures ne sont montrés qu’à l’équipe.'}
          </p>
        )}
        <div className={styles.cards}>
          {patient.implants.map((implant) => (
            <ImplantCard key={implant.id} implant={implant} timeZone={timeZone} />
          ))}
        </div>
        {canWrite && (
          <Disclosure name="Ajouter un implant">
            <ImplantForm patientId={patient.id} today={localDate(now, timeZone)} />
          </Disclosure>
        )}
      </section>
      <section aria-labelledby="appointments" className={styles.section}>
        <div className={styles.head}>
          <h2 id="appointments">Rendez-vous</h2>
          {canWrite && (
            <Link
              href={`/rendez-vous/nouveau?patient=${patient.id}`}
              prefetch={false}
              className="button button-quiet"
            >
              Prendre un rendez-vous
            </Link>
          )}
        </div>
        {patient.coming.length === 0 ? (
          <p className={styles.none}>Aucun rendez-vous à venir.</p>
        ) : (
          <AppointmentList appointments={patient.coming} timeZone={timeZone} now={now} />
        )}
        {patient.past.length > 0 && (
          <>
            <h3 className={styles.past}>Passés</h3>
            <AppointmentList appointments={patient.past} timeZone={timeZone} now={now} />
          </>
        )}
      </section>
    </>
  );
}
