import type { NotificationType } from '@cassius/contracts';
import { z } from 'zod';
import type { Supabase } from '../../supabase/server.ts';
import { after, cut, type Position } from '../keyset.ts';
import { nameIn, profilesOf } from '../people.ts';

const EVENTS_A_PAGE = 50;

const COLUMNS = 'id, organisation_id, type, accepted_at, actor_id, throttled_by, retracted_at';

interface EventRow {
  id: string;
  organisation_id: string;
  type: string;
  accepted_at: string;
  actor_id: string | null;
  throttled_by: string | null;
  retracted_at: string | null;
}

export interface PastEvent {
  id: string;
  organisationId: string;
  type: string;
  at: string;
  /** Null: nobody in particular. */
  actor: string | null;
  /** Told to nobody: one of the same key had just been. */
  isThrottled: boolean;
  isRetracted: boolean;
}

const toEvent = (row: EventRow, names: Awaited<ReturnType<typeof profilesOf>>): PastEvent => ({
  id: row.id,
  organisationId: row.organisation_id,
  type: row.type,
  at: row.accepted_at,
  actor: row.actor_id && nameIn(names, row.actor_id),
  isThrottled: row.throttled_by !== null,
  isRetracted: row.retracted_at !== null,
});

const actorsOf = (supabase: Supabase, rows: EventRow[]) =>
  profilesOf(
    supabase,
    rows.flatMap(({ actor_id }) => actor_id ?? []),
  );

/** One page of what has happened in an organisation, newest first. */
export async function listEvents(
  supabase: Supabase,
  organisationId: string,
  { type, from }: { type: NotificationType | null; from: Position | null },
) {
  let request = supabase
    .from('notification_events')
    .select(COLUMNS)
    .eq('organisation_id', organisationId)
    // Of these retention has left nothing that could be explained.
    .is('emptied_at', null)
    .order('accepted_at', { ascending: false })
    .order('id', { ascending: false })
    .limit(EVENTS_A_PAGE + 1);
  if (type !== null) request = request.eq('type', type);
  if (from !== null) request = request.or(after('accepted_at', from));
  const { data, error } = await request;
  if (error) throw new Error(`events: ${error.message}`);
  const { page, next } = cut(data, EVENTS_A_PAGE, ({ accepted_at, id }) => ({ at: accepted_at, id }));
  const names = await actorsOf(supabase, page);
  return { events: page.map((row) => toEvent(row, names)), next };
}

/**
 * An event that has happened.
 * @param id as found in the URL
 * @returns null for one that does not exist or that the visitor may not see
 */
export async function getEvent(supabase: Supabase, id: string): Promise<PastEvent | null> {
  if (!z.guid().safeParse(id).success) return null;
  const { data, error } = await supabase
    .from('notification_events')
    .select(COLUMNS)
    .eq('id', id)
    .maybeSingle();
  if (error) throw new Error(`event: ${error.message}`);
  return data && toEvent(data, await actorsOf(supabase, [data]));
}
