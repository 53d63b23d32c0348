'use server';

import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { safePath } from '../auth/safe-path.ts';
import { cookieOptions } from '../supabase/server.ts';
import { myOrganisations, ORGANISATION_COOKIE } from './active.ts';

/** Pages that mean the same in every organisation; any other shows a record of the organisation being left. */
const COMMON_PAGES = ['/patients', '/rendez-vous', '/notifications', '/preferences'];

/** Works in another organisation of the signed-in user from now on. */
export async function switchOrganisation(form: FormData): Promise<void> {
  const { all } = await myOrganisations();
  const chosen = all.find(({ id }) => id === form.get('organisation'));
  if (chosen) {
    const store = await cookies();
    store.set(ORGANISATION_COOKIE, chosen.id, {
      ...cookieOptions(),
      path: '/',
      sameSite: 'lax',
      maxAge: 365 * 24 * 3600,
    });
  }
  const page = safePath(form.get('page'));
  redirect(COMMON_PAGES.includes(page) ? page : '/patients');
}
