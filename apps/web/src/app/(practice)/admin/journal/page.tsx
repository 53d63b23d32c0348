import type { Metadata } from 'next';
import { requireAdmin } from '../../../../features/admin/access.ts';
import { listEntries } from '../../../../features/admin/journal/entries.ts';
import { EntryList } from '../../../../features/admin/journal/entry-list.tsx';
import { readPosition } from '../../../../features/admin/keyset.ts';
import { OlderLink } from '../../../../features/admin/older-link.tsx';
import { MessagePage } from '../../../../features/shell/message-page.tsx';
import { PageHead } from '../../../../features/shell/page-head.tsx';
import type { SearchPageProps } from '../../../../features/shell/route-props.ts';
import { sessionClient } from '../../../../features/supabase/server.ts';

export const metadata: Metadata = { title: 'Journal' };

export default async function JournalPage({ searchParams }: SearchPageProps) {
  const organisation = await requireAdmin();
  const from = readPosition((await searchParams).avant);
  const { entries, next } = await listEntries(await sessionClient(), organisation.id, from);
  return (
    <>
      <PageHead
        title="Journal"
        detail={`${organisation.name}\u00a0· Envois à la main, dérogations et réglages. Rien ne s’y efface.`}
      />
      {entries.length > 0 ? (
        <EntryList entries={entries} timeZone={organisation.timezone} />
      ) : (
        <MessagePage
          headingLevel={2}
          title="Rien à lire"
          message="Personne n’a encore rien changé ni envoyé à la main."
        />
      )}
      <OlderLink path="/admin/journal" next={next} isLater={from !== null} />
    </>
  );
}
