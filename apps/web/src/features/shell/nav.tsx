import { adminHome } from '../admin/access.ts';
import { NavLinks } from './nav-links.tsx';

const PAGES = [
  { href: '/patients', name: 'Patients', also: '/implants' },
  { href: '/notifications', name: 'Notifications' },
  { href: '/preferences', name: 'Préférences' },
];

/** The pages of the application; those of administration for whom they are open. */
export async function Nav() {
  const admin = await adminHome();
  return <NavLinks pages={admin ? [...PAGES, admin] : PAGES} />;
}
