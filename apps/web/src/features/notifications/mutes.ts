import type { z } from 'zod';
import { notFound } from '../http/api-error.ts';
import { type DatabaseError, fromDatabase } from '../http/database-error.ts';
import { everyRow } from '../http/every-row.ts';
import type { Supabase } from '../supabase/server.ts';
import { subjectNames } from './mute-labels.ts';
import type { addMute } from './operations/mutes.ts';

const COLUMNS = 'id, organisation_id, entity_type, entity_id, muted_until';

interface MuteRow {
  id: string;
  organisation_id: string;
  entity_type: string;
  entity_id: string;
  muted_until: string | null;
}

const toMute = (row: MuteRow, label: string | null) => ({
  id: row.id,
  organisationId: row.organisation_id,
  entityType: row.entity_type,
  entityId: row.entity_id,
  mutedUntil: row.muted_until,
  label,
});

async function named(supabase: Supabase, rows: MuteRow[]) {
  const names = await subjectNames(supabase, rows);
  return rows.map((row) => toMute(row, names.get(row.entity_id) ?? null));
}

/** What the caller has muted and what has not ended, newest first. */
export async function listMutes(supabase: Supabase, organisationId: string | undefined) {
  const now = new Date().toISOString();
  const rows = await everyRow((from, to) => {
    const request = supabase
      .from('notification_mutes')
      .select(COLUMNS)
      .or(`muted_until.is.null,muted_until.gt."${now}"`)
      .order('created_at', { ascending: false })
      .order('id')
      .range(from, to);
    return organisationId ? request.eq('organisation_id', organisationId) : request;
  }, fromDatabase);
  return named(supabase, rows);
}

/** Row level security refuses the organisations that the caller is not a member of, and those that there are not. */
const refusal = (error: DatabaseError) =>
  error.code === '42501' ? notFound('organisation') : fromDatabase(error);

const ALREADY_THERE = '23505';

/**
 * Mutes a subject for the caller.
 * @returns the mute, and whether it is new
 * @throws ApiError 404 when the organisation is none of the caller's
 */
export async function mute(
  supabase: Supabase,
  { organisationId, entityType, entityId, until }: z.output<typeof addMute.body>,
) {
  const key = { organisation_id: organisationId, entity_type: entityType, entity_id: entityId };
  const muted_until = until ?? null;
  const table = () => supabase.from('notification_mutes');
  let { data, error } = await table()
    .insert({ ...key, muted_until })
    .select(COLUMNS)
    .maybeSingle();
  const isNew = error?.code !== ALREADY_THERE;
  if (!isNew) {
    ({ data, error } = await table().update({ muted_until }).match(key).select(COLUMNS).maybeSingle());
  }
  if (error) throw refusal(error);
  // Lifted by another tab between the two.
  if (data === null) throw notFound('mute');
  const [it] = await named(supabase, [data]);
  if (it === undefined) throw notFound('mute');
  return { mute: it, isNew };
}

/** @throws ApiError 404 when it is no mute of the caller */
export async function unmute(supabase: Supabase, id: string): Promise<void> {
  const { data, error } = await supabase.from('notification_mutes').delete().eq('id', id).select('id');
  if (error) throw fromDatabase(error);
  if (data.length === 0) throw notFound('mute');
}
