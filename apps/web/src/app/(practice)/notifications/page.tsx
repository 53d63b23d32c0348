import { notificationTypes } from '@cassius/contracts';
import type { Metadata } from 'next';
import { NotificationCentre } from '../../../features/notifications/centre.tsx';
import { readFilters } from '../../../features/notifications/centre-filters.ts';
import { PageHead } from '../../../features/shell/page-head.tsx';
import type { SearchPageProps } from '../../../features/shell/route-props.ts';

export const metadata: Metadata = { title: 'Notifications' };

const types = Object.values(notificationTypes)
  .map(({ name, texts }) => ({ type: name, name: texts.fr.title }))
  .sort((a, b) => a.name.localeCompare(b.name, 'fr'));

export default async function NotificationsPage({ searchParams }: SearchPageProps) {
  return (
    <>
      <PageHead
        title="Centre de notifications"
        detail="Tous vos établissements, de la plus récente à la plus ancienne."
      />
      <NotificationCentre initial={readFilters(await searchParams)} types={types} />
    </>
  );
}
