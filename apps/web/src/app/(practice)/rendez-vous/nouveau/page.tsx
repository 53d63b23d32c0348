import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { requireUser } from '../../../../features/auth/session.ts';
import { myOrganisations } from '../../../../features/organisations/active.ts';
import { NoOrganisation } from '../../../../features/organisations/none.tsx';
import { isStaff, limitsOf } from '../../../../features/practice/access.ts';
import { AppointmentForm } from '../../../../features/practice/appointment-form.tsx';
import { practitionersOf } from '../../../../features/practice/appointments.ts';
import { bookAppointment } from '../../../../features/practice/book-appointment.ts';
import { fullName } from '../../../../features/practice/format.ts';
import { addDays, isCalendarDate, localDate } from '../../../../features/practice/local-time.ts';
import { getPatient, MOST_NAMES, patientNames } from '../../../../features/practice/queries.ts';
import { MessagePage } from '../../../../features/shell/message-page.tsx';
import { PageHead } from '../../../../features/shell/page-head.tsx';
import type { SearchPageProps } from '../../../../features/shell/route-props.ts';

export const metadata: Metadata = { title: 'Nouveau rendez-vous' };

export default async function NewAppointmentPage({ searchParams }: SearchPageProps) {
  const { patient: patientId, date, praticien } = await searchParams;
  const [user, { active, all }] = await Promise.all([requireUser(), myOrganisations()]);
  if (active === null) return <NoOrganisation />;
  const patient = patientId === undefined ? null : await getPatient(String(patientId));
  if (patientId !== undefined && patient === null) notFound();
  // A record can be open that is not of the organisation that one works in.
  const organisation = all.find(({ id }) => id === patient?.organisationId) ?? active;
  const back = patient
    ? { href: `/patients/${patient.id}`, name: fullName(patient) }
    : { href: '/rendez-vous', name: 'Rendez-vous' };
  const head = <PageHead title="Nouveau rendez-vous" detail={organisation.name} back={back} />;
  if (!isStaff(organisation.role)) {
    return (
      <>
        {head}
        <MessagePage
          headingLevel={2}
          title="Votre rôle ne le permet pas"
          message={limitsOf(organisation.role)?.appointments ?? ''}
        />
      </>
    );
  }
  const [practitioners, patients] = await Promise.all([
    practitionersOf(organisation.id),
    patient ? [] : patientNames(organisation.id),
  ]);
  const today = localDate(new Date(), organisation.timezone);
  const wished = [praticien, user.id].find((id) => practitioners.some((each) => each.id === id));

  return (
    <>
      {head}
      <div className="panel">
        {patient && (
          <p>
            Pour <strong>{fullName(patient)}</strong>.
          </p>
        )}
        {patients.length === MOST_NAMES && (
          <p className="limits">
            La liste s’arrête aux {MOST_NAMES} premiers patients&nbsp;: pour les autres, partez de leur
            dossier.
          </p>
        )}
        <AppointmentForm
          save={bookAppointment}
          button={['Prendre ce rendez-vous', 'Enregistrement…']}
          practitioners={practitioners}
          {...(!patient && { patients: patients.map((each) => ({ id: each.id, name: listedName(each) })) })}
          today={today}
          clock={`À l’heure de l’établissement (${organisation.timezone}).`}
          initial={{
            date: isCalendarDate(date) && date > today ? date : addDays(today, 1),
            time: '09:00',
            duration: '30',
            ...(typeof wished === 'string' && { practitionerId: wished }),
          }}
        >
          {patient && <input type="hidden" name="patientId" value={patient.id} />}
        </AppointmentForm>
      </div>
    </>
  );
}

/** As a list that is sorted by last names has it. */
const listedName = (name: { firstName: string; lastName: string }) => `${name.lastName} ${name.firstName}`;
