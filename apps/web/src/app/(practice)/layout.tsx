import type { ReactNode } from 'react';
import { env } from '../../env.ts';
import { profileOf } from '../../features/auth/profile.ts';
import { SameVisitor } from '../../features/auth/same-visitor.tsx';
import { requireUser } from '../../features/auth/session.ts';
import { Notifications } from '../../features/notifications/notifications.tsx';
import { myOrganisations } from '../../features/organisations/active.ts';
import { Header } from '../../features/shell/header.tsx';
import { PageFrame } from '../../features/shell/page-frame.tsx';

export default async function PracticeLayout({ children }: { children: ReactNode }) {
  const user = await requireUser();
  const [{ active, all }, { name, locale, timeZone }] = await Promise.all([
    myOrganisations(),
    profileOf(user),
  ]);
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = env();
  return (
    <Notifications
      key={user.id}
      userId={user.id}
      locale={locale ?? active?.locale ?? 'fr'}
      timeZone={timeZone ?? active?.timezone}
      config={{ supabaseUrl: SUPABASE_URL, publishableKey: SUPABASE_PUBLISHABLE_KEY }}
    >
      <SameVisitor userId={user.id} />
      <PageFrame
        header={<Header organisation={active} organisations={all} user={{ name, email: user.email }} />}
      >
        {children}
      </PageFrame>
    </Notifications>
  );
}
