import Link from 'next/link';
import { adminHome } from '../admin/access.ts';
import { NotificationBell } from '../notifications/bell.tsx';
import { OrganisationSwitcher } from '../organisations/switcher.tsx';
import { AccountMenu } from './account-menu.tsx';
import styles from './header.module.css';
import { Logo } from './logo.tsx';
import { Nav } from './nav.tsx';

interface HeaderProps {
  organisation: { id: string; name: string } | null;
  organisations: { id: string; name: string }[];
  user: { name: string; email: string };
}

export async function Header({ organisation, organisations, user }: HeaderProps) {
  const admin = await adminHome();
  return (
    <header className={styles.header}>
      <div className={styles.bar}>
        <Link href="/patients" prefetch={false} className={styles.home} aria-label="Cassius, accueil">
          <Logo />
        </Link>
        <div className={styles.organisation}>
          {organisation && <OrganisationSwitcher active={organisation} all={organisations} />}
        </div>
        <div className={styles.nav}>
          <Nav admin={admin} />
        </div>
        <div className={styles.tools}>
          <NotificationBell />
          <AccountMenu {...user} admin={admin} />
        </div>
      </div>
    </header>
  );
}
