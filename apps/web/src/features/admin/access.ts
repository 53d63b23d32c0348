import { notFound } from 'next/navigation';
import { myOrganisations, type Organisation } from '../organisations/active.ts';

/** Owners and admins have every page of administration; operators those of the overrides and the emails. */
export type Access = 'admin' | 'operator';

/** What the signed-in user may do in the active organisation. Only shows or hides: the database decides. */
async function myAccess(): Promise<{ organisation: Organisation; access: Access } | null> {
  const { active } = await myOrganisations();
  switch (active?.role) {
    case 'owner':
    case 'admin':
      return { organisation: active, access: 'admin' };
    case 'operator':
      return { organisation: active, access: 'operator' };
    default:
      return null;
  }
}

/** Where administration starts for the signed-in user; null for whom it is closed. */
export async function adminHome(): Promise<{ href: string; name: string; also: string } | null> {
  const mine = await myAccess();
  if (mine === null) return null;
  return mine.access === 'admin'
    ? { href: '/admin/explications', name: 'Administration', also: '/admin' }
    : { href: '/admin/derogations', name: 'Dérogations', also: '/admin' };
}

/** The organisation that the signed-in user administers; for anyone else the page does not exist. */
export async function requireAdmin(): Promise<Organisation> {
  const mine = await myAccess();
  return mine?.access === 'admin' ? mine.organisation : notFound();
}

/** The organisation that the signed-in user administers or oversees, for what operators have as well; for anyone else the page does not exist. */
export async function requireOverseer(): Promise<Organisation> {
  return (await myAccess())?.organisation ?? notFound();
}

/** Which pages of administration the signed-in user has: all of them, those of operators, or none. */
export async function accessOf(): Promise<Access | null> {
  return (await myAccess())?.access ?? null;
}
