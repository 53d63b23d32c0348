import { badRequest, forbidden } from '../http/api-error.ts';
import { fromDatabase } from '../http/database-error.ts';
import type { Supabase } from '../supabase/server.ts';

/**
 * The organisation that an administrator's call is about.
 * @param requested the one that the call names; may be left out by someone who administers a single one
 * @param name of the parameter or member that names it
 * @throws ApiError 403 when the caller administers none, or not that one; 400 when it has to be named
 */
export async function administeredOrganisation(
  supabase: Supabase,
  userId: string,
  requested: string | undefined,
  name = 'organisationId',
): Promise<string> {
  const { data, error } = await supabase
    .from('organisation_members')
    .select('organisation_id')
    .eq('user_id', userId)
    .in('role', ['owner', 'admin']);
  if (error) throw fromDatabase(error);
  const ids = data.map((row) => row.organisation_id);
  const [only] = ids;
  // The same answer whether the organisation exists or not: ids of other tenants cannot be probed.
  if (only === undefined || (requested !== undefined && !ids.includes(requested.toLowerCase()))) {
    throw forbidden('Only an administrator of the organisation may do this.');
  }
  if (requested !== undefined) return requested;
  if (ids.length > 1) throw badRequest(name, 'is required, for you administer several organisations');
  return only;
}
