import type { Metadata } from 'next';
import { myOrganisations } from '../../../features/organisations/active.ts';
import { Preferences } from '../../../features/preferences/preferences.tsx';
import { MessagePage } from '../../../features/shell/message-page.tsx';
import { PageHead } from '../../../features/shell/page-head.tsx';

export const metadata: Metadata = { title: 'Préférences' };

export default async function PreferencesPage() {
  const { active, all } = await myOrganisations();
  if (active === null) {
    return (
      <MessagePage title="Aucun établissement" message="Les préférences se règlent par établissement." />
    );
  }
  return (
    <>
      <PageHead
        title="Préférences"
        detail={all.length > 1 ? `Pour ${active.name} seulement.` : active.name}
      />
      <Preferences organisationId={active.id} />
    </>
  );
}
