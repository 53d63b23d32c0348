import type { Category, Frequency, NotificationType } from '@cassius/contracts';
import { fromDatabase } from '../http/database-error.ts';
import { everyRow } from '../http/every-row.ts';
import type { Supabase } from '../supabase/server.ts';

/** What the engine says of one person and channel; of the past it keeps the decision, not the wishes behind it. */
export interface ExplainRow {
  user_id: string;
  full_name: string | null;
  /** Null: they have left since. */
  role: string | null;
  channel: string;
  decision: string;
  reason: string;
  rule: string;
  source: string | null;
  source_id: string | null;
  category: Category | null;
  preference_source?: string | null;
  in_app?: boolean | null;
  email?: boolean | null;
  frequency?: Frequency | null;
  due_at: string | null;
}

/** What the dry run asks about; the database checks it as it checks an event. */
export interface Question {
  type: NotificationType;
  organisationId: string;
  patientId?: string;
  entityId?: string;
  recipientIds?: string[];
  actorId?: string;
}

const outcome = ({ decision, reason, rule, source, source_id }: ExplainRow) => ({
  decision,
  reason,
  rule,
  source,
  sourceId: source_id,
});

/** The rules that set a channel, strongest first; the mandatory one says nothing of what anybody wished. */
const WISHES = ['override', 'type_preference', 'preference', 'organisation_default', 'mandatory', 'default'];

const strongest = (sources: (string | null | undefined)[]) =>
  WISHES.find((wish) => sources.includes(wish)) ?? sources[0] ?? null;

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
        inApp: person.in_app ?? null,
        email: person.email ?? null,
        frequency: person.frequency ?? null,
        source: strongest(channels.map(({ preference_source }) => preference_source)),
      },
      inApp: inApp ? outcome(inApp) : null,
      email: email ? { ...outcome(email), dueAt: email.due_at } : null,
    };
  });
}

export type Recipient = ReturnType<typeof byRecipient>[number];

/** Who would be told of an event, how, and why not: the engine's own dry run. */
export async function explain(supabase: Supabase, question: Question): Promise<Recipient[]> {
  const event = { ...question };
  const rows = await everyRow<ExplainRow>(
    (from, to) => supabase.rpc('explain_notification', { event }).range(from, to),
    fromDatabase,
  );
  return byRecipient(rows);
}

/** The same for an event that has happened, from what was decided then. */
export async function explainEvent(supabase: Supabase, eventId: string): Promise<Recipient[]> {
  const rows = await everyRow<ExplainRow>(
    (from, to) => supabase.rpc('explain_event', { event_id: eventId }).range(from, to),
    fromDatabase,
  );
  return byRecipient(rows);
}

/** Whether an organisation has an event of this id and type, as far as the caller may see. */
export async function hasEvent(
  supabase: Supabase,
  { id, organisationId, type }: { id: string; organisationId: string; type: NotificationType },
): Promise<boolean> {
  const { data, error } = await supabase
    .from('notification_events')
    .select('id')
    .eq('id', id)
    .eq('organisation_id', organisationId)
    .eq('type', type)
    .maybeSingle();
  if (error) throw fromDatabase(error);
  return data !== null;
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
  const deliveries = await everyRow(
    (from, to) =>
      supabase
        .from('notification_deliveries')
        .select('user_id, channel, decision, reason, rule, source, source_id')
        .eq('event_id', event.id)
        .order('user_id')
        .order('channel')
        .range(from, to),
    fromDatabase,
  );
  return {
    id: event.id,
    createdAt: event.created_at,
    deliveries: deliveries.map(({ user_id, source_id, ...decision }) => ({
      userId: user_id,
      ...decision,
      sourceId: source_id,
    })),
  };
}
