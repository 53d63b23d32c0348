import type { NotificationType } from '@cassius/contracts';
import { fromDatabase } from '../http/database-error.ts';
import type { Supabase } from '../supabase/server.ts';

/** The answer of the engine's dry run for one person and channel. */
export interface ExplainRow {
  user_id: string;
  full_name: string | null;
  role: string;
  channel: string;
  decision: string;
  reason: string;
  category: string | null;
  preference_source: string | null;
  in_app: boolean | null;
  email: boolean | null;
  frequency: string | null;
  due_at: string | null;
}

const outcome = (row: ExplainRow | undefined) => row && { decision: row.decision, reason: row.reason };

/** One entry a person, from one row a person and channel. */
export function byRecipient(rows: ExplainRow[]) {
  const people = new Map<string, ExplainRow[]>();
  for (const row of rows) people.set(row.user_id, [...(people.get(row.user_id) ?? []), row]);
  return [...people.values()].flatMap((channels) => {
    const [person] = channels;
    const inApp = channels.find(({ channel }) => channel === 'in_app');
    const email = channels.find(({ channel }) => channel === 'email');
    if (person === undefined) return [];
    return {
      userId: person.user_id,
      name: person.full_name,
      role: person.role,
      preferences: {
        category: person.category,
        inApp: person.in_app,
        email: person.email,
        frequency: person.frequency,
        source: person.preference_source,
      },
      inApp: outcome(inApp) ?? null,
      email: email ? { ...outcome(email), dueAt: email.due_at } : null,
    };
  });
}

/** Who would be told of an event, how, and why not: the engine's own dry run. */
export async function explain(supabase: Supabase, type: NotificationType, organisationId: string) {
  const { data, error } = await supabase.rpc('explain_notification', { event: { type, organisationId } });
  if (error) throw fromDatabase(error);
  return byRecipient(data);
}

/** The latest event of a type, and what was decided for each person then; null when there was none. */
export async function lastEvent(supabase: Supabase, type: NotificationType, organisationId: string) {
  const { data: event, error } = await supabase
    .from('notification_events')
    .select('id, created_at')
    .eq('organisation_id', organisationId)
    .eq('type', type)
    .order('created_at', { ascending: false })
    .limit(1)
    .maybeSingle();
  if (error) throw fromDatabase(error);
  if (event === null) return null;
  const { data: deliveries, error: failed } = await supabase
    .from('notification_deliveries')
    .select('user_id, channel, decision, reason')
    .eq('event_id', event.id)
    .order('user_id')
    .order('channel');
  if (failed) throw fromDatabase(failed);
  return {
    id: event.id,
    createdAt: event.created_at,
    deliveries: deliveries.map(({ user_id, ...decision }) => ({ userId: user_id, ...decision })),
  };
}
