import type { ReactNode } from 'react';
import { env } from '../../env.ts';
import { profileOf } from '../../features/auth/profile.ts';
import { requireUser } from '../../features/auth/session.ts';
import { Notifications } from '../../features/notifications/notifications.tsx';
import { myOrganisations } from '../../features/organisations/active.ts';
import { Header } from '../../features/shell/header.tsx';
import styles from './layout.module.css';

export default async function PracticeLayout({ children }: { children: ReactNode }) {
  const user = await requireUser();
  const [{ active, all }, { name, locale }] = await Promise.all([myOrganisations(), profileOf(user)]);
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = env();
  return (
    <Notifications
      key={user.id}
      userId={user.id}
      locale={locale ?? active?.locale ?? 'fr'}
      config={{ supabaseUrl: SUPABASE_URL, publishableKey: SUPABASE_PUBLISHABLE_KEY }}
    >
      <a href="#contenu" className={styles.skip}>
        Aller au contenu
      </a>
      <Header organisation={active} organisations={all} user={{ name, email: user.email }} />
      <main id="contenu" className={styles.main} tabIndex={-1}>
        {children}
      </main>
    </Notifications>
  );
}
