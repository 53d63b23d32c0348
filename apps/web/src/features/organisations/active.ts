import type { Role } from '@cassius/contracts';
import { cookies } from 'next/headers';
import { cache } from 'react';
import { requireUser } from '../auth/session.ts';
import { sessionClient } from '../supabase/server.ts';

/** Remembers which organisation the visitor works in; it grants nothing, membership is checked each time. */
export const ORGANISATION_COOKIE = 'cassius-organisation';

export interface Organisation {
  id: string;
  name: string;
  timezone: string;
  locale: string;
  /** What the signed-in user is there. */
  role: Role;
}

export interface Organisations {
  /** Null for someone who belongs to none. */
  active: Organisation | null;
  /** By name. */
  all: Organisation[];
}

/** The organisations of the signed-in user. Asked once a request. */
export const myOrganisations = cache(async (): Promise<Organisations> => {
  const user = await requireUser();
  const supabase = await sessionClient();
  const { data, error } = await supabase
    .from('organisations')
    .select('id, name, timezone, locale, organisation_members!inner(role)')
    .eq('organisation_members.user_id', user.id)
    .order('name');
  if (error) throw new Error(`organisations: ${error.message}`);
  const all = data.flatMap(({ organisation_members: [member], ...organisation }) =>
    member ? [{ ...organisation, role: member.role }] : [],
  );
  const chosen = (await cookies()).get(ORGANISATION_COOKIE)?.value;
  return { active: all.find(({ id }) => id === chosen) ?? all[0] ?? null, all };
});

/** Where Cassius's practices are: a record can be open to somebody who has no part in its organisation. */
const USUAL_TIME_ZONE = 'Europe/Paris';

/**
 * The organisation of a record, and its clock.
 * @param id null: no record, but the organisation that the visitor works in
 * @returns no organisation where the visitor is in none, or not in that one
 */
export async function organisationOf(
  id: string | null,
): Promise<{ organisation: Organisation | undefined; timeZone: string }> {
  const { active, all } = await myOrganisations();
  const organisation = id === null ? (active ?? undefined) : all.find((each) => each.id === id);
  return { organisation, timeZone: organisation?.timezone ?? USUAL_TIME_ZONE };
}
