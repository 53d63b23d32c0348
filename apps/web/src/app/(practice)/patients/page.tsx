import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { myOrganisations } from '../../../features/organisations/active.ts';
import { NoOrganisation } from '../../../features/organisations/none.tsx';
import { isStaff, limitsOf } from '../../../features/practice/access.ts';
import { count } from '../../../features/practice/format.ts';
import { PatientList } from '../../../features/practice/patient-list.tsx';
import { PatientSearch } from '../../../features/practice/patient-search.tsx';
import { listPatients, PATIENTS_A_PAGE } from '../../../features/practice/queries.ts';
import { MessagePage } from '../../../features/shell/message-page.tsx';
import { PageHead } from '../../../features/shell/page-head.tsx';
import { Pager } from '../../../features/shell/pager.tsx';
import type { SearchPageProps } from '../../../features/shell/route-props.ts';

export const metadata: Metadata = { title: 'Patients' };

export default async function PatientsPage({ searchParams }: SearchPageProps) {
  const { active } = await myOrganisations();
  if (active === null) return <NoOrganisation />;
  const { page: asked, q } = await searchParams;
  const page = Math.max(1, Number.parseInt(String(asked), 10) || 1);
  const search = typeof q === 'string' ? q.trim().slice(0, 100) : '';
  const limits = limitsOf(active.role);
  const { patients, total } = await listPatients(active.id, search, page);
  const query: Record<string, string> = search === '' ? {} : { q: search };
  // A page that is no more, or never was.
  if (patients.length === 0 && page > 1) redirect(`/patients?${new URLSearchParams(query)}`);
  return (
    <>
      <PageHead
        title="Patients"
        detail={
          limits?.seesOwn === false
            ? active.name
            : `${active.name}\u00a0· ${count(total, 'patient', 'patients')}`
        }
      >
        {isStaff(active.role) && (
          <Link href="/patients/nouveau" prefetch={false} className="button">
            Nouveau patient
          </Link>
        )}
      </PageHead>
      {limits === null && <PatientSearch search={search} />}
      {patients.length > 0 ? (
        <>
          {limits && <p className="limits">{limits.records}</p>}
          <PatientList patients={patients} />
        </>
      ) : (
        <MessagePage headingLevel={2} {...nothing(search, limits?.records)} />
      )}
      <Pager path="/patients" query={query} page={page} pages={Math.ceil(total / PATIENTS_A_PAGE)} />
    </>
  );
}

function nothing(search: string, limit: string | undefined): { title: string; message: string } {
  if (limit !== undefined) return { title: 'Aucun dossier à afficher', message: limit };
  return search === ''
    ? {
        title: 'Aucun patient',
        message: 'Cet établissement n’a pas encore de patient que vous puissiez voir.',
      }
    : { title: 'Personne de ce nom', message: `Aucun patient ne répond à «\u00a0${search}\u00a0».` };
}
