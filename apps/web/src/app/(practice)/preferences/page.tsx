import type { Metadata } from 'next';
import { requireUser } from '../../../features/auth/session.ts';
import { myOrganisations } from '../../../features/organisations/active.ts';
import { loadPreferences } from '../../../features/preferences/load.ts';
import { Preferences } from '../../../features/preferences/preferences.tsx';
import { typeNamesFor } from '../../../features/preferences/type-names.ts';
import { MessagePage } from '../../../features/shell/message-page.tsx';
import { PageHead } from '../../../features/shell/page-head.tsx';
import type { SearchPageProps } from '../../../features/shell/route-props.ts';
import { ViewTabs } from '../../../features/shell/view-tabs.tsx';
import { sessionClient } from '../../../features/supabase/server.ts';

/** The organisation that the address names, else the one that the visitor works in. */
async function chosen(searchParams: SearchPageProps['searchParams']) {
  const { etablissement } = await searchParams;
  const { active, all } = await myOrganisations();
  return { all, organisation: all.find(({ id }) => id === etablissement) ?? active };
}

export async function generateMetadata({ searchParams }: SearchPageProps): Promise<Metadata> {
  const { all, organisation } = await chosen(searchParams);
  return { title: all.length > 1 ? `Préférences, ${organisation?.name}` : 'Préférences' };
}

export default async function PreferencesPage({ searchParams }: SearchPageProps) {
  const [user, supabase, { all, organisation }] = await Promise.all([
    requireUser(),
    sessionClient(),
    chosen(searchParams),
  ]);
  if (organisation === null) {
    return (
      <MessagePage title="Aucun établissement" message="Les préférences se règlent par établissement." />
    );
  }
  return (
    <>
      <PageHead
        title="Préférences"
        detail={all.length > 1 ? `Pour ${organisation.name} seulement.` : organisation.name}
      />
      {all.length > 1 && (
        <ViewTabs
          label="Établissement des préférences"
          views={all.map(({ id, name }) => ({
            href: `/preferences?etablissement=${id}`,
            name,
            isCurrent: id === organisation.id,
          }))}
        />
      )}
      <Preferences
        key={organisation.id}
        organisationId={organisation.id}
        initialData={await loadPreferences(supabase, user.id, organisation.id, 'etablissement')}
        typeNames={typeNamesFor(organisation.role)}
      />
    </>
  );
}
