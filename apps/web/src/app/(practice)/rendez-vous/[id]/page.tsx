import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { organisationOf } from '../../../../features/organisations/active.ts';
import { isStaff } from '../../../../features/practice/access.ts';
import { agendaHref } from '../../../../features/practice/agenda.ts';
import { AppointmentForm } from '../../../../features/practice/appointment-form.tsx';
import { isOpen, statusName } from '../../../../features/practice/appointment-status.ts';
import { getAppointment, practitionersOf } from '../../../../features/practice/appointments.ts';
import { moveAppointment } from '../../../../features/practice/book-appointment.ts';
import { CancelForm } from '../../../../features/practice/cancel-form.tsx';
import { Disclosure } from '../../../../features/practice/disclosure.tsx';
import { formatTime, formatWeekday, fullName } from '../../../../features/practice/format.ts';
import { localDate, localTime } from '../../../../features/practice/local-time.ts';
import { PageHead } from '../../../../features/shell/page-head.tsx';
import type { RecordPageProps } from '../../../../features/shell/route-props.ts';
import styles from './page.module.css';

const load = cache(getAppointment);

export async function generateMetadata({ params }: RecordPageProps): Promise<Metadata> {
  const appointment = await load((await params).id);
  return {
    title: appointment ? `Rendez-vous\u00a0: ${fullName(appointment.patient)}` : 'Rendez-vous introuvable',
  };
}

export default async function AppointmentPage({ params }: RecordPageProps) {
  const appointment = await load((await params).id);
  if (appointment === null) notFound();
  const { organisation, timeZone } = await organisationOf(appointment.organisationId);
  const now = new Date();
  const { startsAt, endsAt, patient, practitioner } = appointment;
  const date = localDate(startsAt, timeZone);
  const today = localDate(now, timeZone);
  const canChange = isStaff(organisation?.role) && isOpen(appointment, now);

  return (
    <>
      <PageHead
        title={`Rendez-vous\u00a0: ${fullName(patient)}`}
        {...(organisation && { detail: organisation.name })}
        back={{ href: agendaHref({ view: 'jour', date, practitionerId: undefined }), name: 'Agenda du jour' }}
      />
      <dl className={styles.facts}>
        <div>
          <dt>Date</dt>
          <dd className={styles.day}>{formatWeekday(date, today)}</dd>
        </div>
        <div>
          <dt>Heure</dt>
          <dd>
            <time dateTime={startsAt}>{formatTime(startsAt, timeZone)}</time>
            {' – '}
            <time dateTime={endsAt}>{formatTime(endsAt, timeZone)}</time>
          </dd>
        </div>
        <div>
          <dt>Praticien</dt>
          <dd>{practitioner?.name ?? 'Sans praticien'}</dd>
        </div>
        <div>
          <dt>État</dt>
          <dd>{statusName(appointment, now)}</dd>
        </div>
        <div>
          <dt>Dossier</dt>
          <dd>
            <Link href={`/patients/${patient.id}`} prefetch={false}>
              {fullName(patient)}
            </Link>
          </dd>
        </div>
      </dl>
      {canChange && (
        <div className={styles.actions}>
          <section className="panel" aria-labelledby="move">
            <h2 id="move">Déplacer</h2>
            <AppointmentForm
              save={moveAppointment}
              button={['Déplacer ce rendez-vous', 'Enregistrement…']}
              practitioners={await practitionersOf(appointment.organisationId)}
              today={today}
              clock={`À l’heure de l’établissement (${timeZone}).`}
              initial={{
                practitionerId: practitioner?.id ?? '',
                date,
                time: localTime(startsAt, timeZone),
                duration: String((Date.parse(endsAt) - Date.parse(startsAt)) / 60_000),
              }}
            >
              <input type="hidden" name="id" value={appointment.id} />
            </AppointmentForm>
          </section>
          <Disclosure name="Annuler…">
            <CancelForm id={appointment.id} />
          </Disclosure>
        </div>
      )}
    </>
  );
}
