import type { Metadata } from 'next';
import Link from 'next/link';
import { NotificationCentre } from '../../../features/notifications/centre.tsx';
import { centreChoices } from '../../../features/notifications/centre-choices.ts';
import { myOrganisations } from '../../../features/organisations/active.ts';
import { PageHead } from '../../../features/shell/page-head.tsx';

export const metadata: Metadata = { title: 'Notifications' };

export default async function NotificationsPage() {
  const { all } = await myOrganisations();
  return (
    <>
      <PageHead
        title="Centre de notifications"
        detail={
          <>
            {all.length > 1 ? 'Tous vos établissements, de' : 'De'} la plus récente à la plus ancienne.{' '}
            <Link href="/preferences" prefetch={false}>
              Choisir ce que vous recevez
            </Link>
          </>
        }
      />
      <NotificationCentre choices={centreChoices(all)} />
    </>
  );
}
