import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { myOrganisations } from '../../../../features/organisations/active.ts';
import { AppointmentList } from '../../../../features/practice/appointment-list.tsx';
import { age, formatCalendarDate, fullName } from '../../../../features/practice/format.ts';
import { ImplantCard } from '../../../../features/practice/implant-card.tsx';
import { getPatient } from '../../../../features/practice/queries.ts';
import { PageHead } from '../../../../features/shell/page-head.tsx';
import type { RecordPageProps } from '../../../../features/shell/route-props.ts';
import styles from './page.module.css';

const load = cache(getPatient);

export async function generateMetadata({ params }: RecordPageProps): Promise<Metadata> {
  const patient = await load((await params).id);
  return { title: patient ? fullName(patient) : 'Dossier introuvable' };
}

export default async function PatientPage({ params }: RecordPageProps) {
  const patient = await load((await params).id);
  if (patient === null) notFound();
  const { all } = await myOrganisations();
  const organisation = all.find(({ id }) => id === patient.organisationId);
  const timeZone = organisation?.timezone ?? 'Europe/Paris';
  const birth = patient.birthDate
    ? `Date de naissance : ${formatCalendarDate(patient.birthDate)} (${age(patient.birthDate)} ans)`
    : 'Date de naissance inconnue';

  return (
    <>
      <PageHead
        title={fullName(patient)}
        detail={organisation ? `${birth} · ${organisation.name}` : birth}
        back={{ href: '/patients', name: 'Patients' }}
      />
      <section aria-labelledby="implants" className={styles.section}>
        <h2 id="implants">Implants</h2>
        {patient.implants.length === 0 && <p className={styles.none}>Aucun implant.</p>}
        <div className={styles.cards}>
          {patient.implants.map((implant) => (
            <ImplantCard key={implant.id} implant={implant} timeZone={timeZone} />
          ))}
        </div>
      </section>
      <section aria-labelledby="appointments" className={styles.section}>
        <h2 id="appointments">Rendez-vous</h2>
        {patient.appointments.length === 0 ? (
          <p className={styles.none}>Aucun rendez-vous.</p>
        ) : (
          <AppointmentList appointments={patient.appointments} timeZone={timeZone} />
        )}
      </section>
    </>
  );
}
