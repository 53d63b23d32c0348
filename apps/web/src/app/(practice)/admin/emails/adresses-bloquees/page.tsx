import type { Metadata } from 'next';
import { requireAdmin } from '../../../../../features/admin/access.ts';
import { EmailViews } from '../../../../../features/admin/emails/email-views.tsx';
import { SuppressionList } from '../../../../../features/admin/suppressions/suppression-list.tsx';
import { listSuppressions } from '../../../../../features/admin/suppressions/suppressions.ts';
import { sessionClient } from '../../../../../features/supabase/server.ts';

export const metadata: Metadata = { title: 'Adresses bloquées' };

export default async function SuppressionsPage() {
  const { id, name, timezone } = await requireAdmin();
  const suppressions = await listSuppressions(await sessionClient(), id);
  return (
    <>
      <EmailViews organisation={name} access="admin" current="suppressions" />
      <SuppressionList key={id} organisationId={id} suppressions={suppressions} timeZone={timezone} />
    </>
  );
}
