import type { Metadata } from 'next';
import { myOrganisations } from '../../../../features/organisations/active.ts';
import { NoOrganisation } from '../../../../features/organisations/none.tsx';
import { isStaff, limitsOf } from '../../../../features/practice/access.ts';
import { localDate } from '../../../../features/practice/local-time.ts';
import { PatientForm } from '../../../../features/practice/patient-form.tsx';
import { MessagePage } from '../../../../features/shell/message-page.tsx';
import { PageHead } from '../../../../features/shell/page-head.tsx';

export const metadata: Metadata = { title: 'Nouveau patient' };

export default async function NewPatientPage() {
  const { active } = await myOrganisations();
  if (active === null) return <NoOrganisation />;
  return (
    <>
      <PageHead title="Nouveau patient" detail={active.name} back={{ href: '/patients', name: 'Patients' }} />
      {isStaff(active.role) ? (
        <div className="panel">
          <PatientForm organisation={active} today={localDate(new Date(), active.timezone)} />
        </div>
      ) : (
        <MessagePage
          headingLevel={2}
          title="Votre rôle ne le permet pas"
          message={limitsOf(active.role)?.records ?? ''}
        />
      )}
    </>
  );
}
