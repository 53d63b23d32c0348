import { NavLinks } from './nav-links.tsx';

const PAGES = [
  { href: '/patients', name: 'Patients', also: '/implants' },
  { href: '/rendez-vous', name: 'Rendez-vous' },
  { href: '/notifications', name: 'Notifications' },
  { href: '/preferences', name: 'Préférences', isInAccountMenu: true },
];

/** The pages of the application; those of administration for whom they are open. */
export function Nav({ admin }: { admin: { href: string; name: string; also: string } | null }) {
  return <NavLinks pages={admin ? [...PAGES, { ...admin, isInAccountMenu: true }] : PAGES} />;
}
