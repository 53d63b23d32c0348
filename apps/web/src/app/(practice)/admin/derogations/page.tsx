import type { Metadata } from 'next';
import { requireOverseer } from '../../../../features/admin/access.ts';
import { OverrideForm } from '../../../../features/admin/overrides/override-form.tsx';
import { OverrideList } from '../../../../features/admin/overrides/override-list.tsx';
import { listOverrides } from '../../../../features/admin/overrides/overrides.ts';
import { SubjectOptions } from '../../../../features/admin/overrides/subject-options.tsx';
import { membersOf } from '../../../../features/admin/people.ts';
import { frequencyNames } from '../../../../features/admin/words.ts';
import { PageHead } from '../../../../features/shell/page-head.tsx';
import { sessionClient } from '../../../../features/supabase/server.ts';
import styles from '../types/page.module.css';

export const metadata: Metadata = { title: 'Dérogations' };

export default async function OverridesPage() {
  const { id, name, timezone } = await requireOverseer();
  const supabase = await sessionClient();
  const [overrides, members] = await Promise.all([listOverrides(supabase, id), membersOf(supabase, id)]);
  return (
    <>
      <PageHead
        title="Dérogations"
        detail={`${name}\u00a0· Elles l’emportent sur les préférences de la personne, qui peut en lire le motif.`}
      />
      <section aria-labelledby="ajouter" className={styles.section}>
        <h2 id="ajouter">Ajouter une dérogation</h2>
        <OverrideForm
          key={id}
          organisationId={id}
          members={members}
          frequencyNames={frequencyNames}
          subjects={<SubjectOptions />}
        />
      </section>
      <section aria-labelledby="en-cours" className={styles.section}>
        <h2 id="en-cours">En cours</h2>
        <OverrideList overrides={overrides} timeZone={timezone} />
      </section>
    </>
  );
}
