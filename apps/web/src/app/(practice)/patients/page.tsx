import type { Metadata } from 'next';
import { myOrganisations } from '../../../features/organisations/active.ts';
import { count } from '../../../features/practice/format.ts';
import { PatientList } from '../../../features/practice/patient-list.tsx';
import { listPatients, PATIENTS_A_PAGE } from '../../../features/practice/queries.ts';
import { MessagePage } from '../../../features/shell/message-page.tsx';
import { PageHead } from '../../../features/shell/page-head.tsx';
import { Pager } from '../../../features/shell/pager.tsx';
import type { SearchPageProps } from '../../../features/shell/route-props.ts';

export const metadata: Metadata = { title: 'Patients' };

export default async function PatientsPage({ searchParams }: SearchPageProps) {
  const { active } = await myOrganisations();
  if (active === null) {
    return (
      <MessagePage
        title="Aucun établissement"
        message="Votre compte n’est rattaché à aucun établissement. Demandez à un administrateur de vous inviter."
      />
    );
  }
  const page = Math.max(1, Number.parseInt(String((await searchParams).page), 10) || 1);
  const { patients, total } = await listPatients(active.id, page);
  return (
    <>
      <PageHead title="Patients" detail={`${active.name} · ${count(total, 'patient', 'patients')}`} />
      {patients.length > 0 ? (
        <PatientList patients={patients} />
      ) : (
        <MessagePage
          title="Aucun dossier à afficher"
          message="Cet établissement n’a pas de patient, ou votre rôle ne donne pas accès aux dossiers."
        />
      )}
      <Pager path="/patients" page={page} pages={Math.ceil(total / PATIENTS_A_PAGE)} />
    </>
  );
}
