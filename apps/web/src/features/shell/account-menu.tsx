import Link from 'next/link';
import styles from './account-menu.module.css';
import { Menu } from './menu.tsx';

interface AccountMenuProps {
  name: string;
  email: string;
  /** Where administration starts, for whom it is open. */
  admin: { href: string; name: string } | null;
}

const initials = (name: string) =>
  name
    .split(/\s+/)
    .map(([letter]) => letter ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase();

export function AccountMenu({ name, email, admin }: AccountMenuProps) {
  return (
    <Menu
      align="end"
      label={`Compte de ${name}`}
      // A drawing of the name: as text it would be read as a label that the name above does not contain.
      summary={<span className={styles.avatar} data-initials={initials(name)} />}
    >
      <p className={styles.who}>
        <strong>{name}</strong>
        <span>{email}</span>
      </p>
      <Link href="/preferences" prefetch={false} className={styles.entry}>
        Préférences de notification
      </Link>
      {admin && (
        <Link href={admin.href} prefetch={false} className={styles.entry} data-narrow="">
          {admin.name}
        </Link>
      )}
      <form method="post" action="/deconnexion">
        <button type="submit" className={styles.entry}>
          Se déconnecter
        </button>
      </form>
    </Menu>
  );
}
