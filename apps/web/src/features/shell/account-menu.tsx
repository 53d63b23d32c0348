import Link from 'next/link';
import styles from './account-menu.module.css';
import { Menu } from './menu.tsx';

interface AccountMenuProps {
  name: string;
  email: string;
}

const initials = (name: string) =>
  name
    .split(/\s+/)
    .map(([letter]) => letter ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase();

export function AccountMenu({ name, email }: AccountMenuProps) {
  return (
    <Menu
      align="end"
      label={`Compte de ${name}`}
      summary={<span className={styles.avatar}>{initials(name)}</span>}
    >
      <p className={styles.who}>
        <strong>{name}</strong>
        <span>{email}</span>
      </p>
      <Link href="/preferences" prefetch={false} className={styles.entry}>
        Préférences de notification
      </Link>
      <form method="post" action="/deconnexion">
        <button type="submit" className={styles.entry}>
          Se déconnecter
        </button>
      </form>
    </Menu>
  );
}
