import { z } from 'zod';
import { everyRow } from '../../http/every-row.ts';
import type { Organisation } from '../../organisations/active.ts';
import type { Supabase } from '../../supabase/server.ts';
import { nothing, type Stages } from './stages.ts';
import { lastWeeks } from './weeks.ts';

const shape = z
  .object({
    /** The Monday it begins with; null for the whole period. */
    week: z.string().nullable(),
    /** Null for all of them together. */
    type: z.string().nullable(),
    sent: z.int(),
    seen: z.int(),
    read: z.int(),
    clicked: z.int(),
    emails: z.int(),
    median_reaction_seconds: z.number().nullable(),
  })
  .transform(({ median_reaction_seconds, ...row }) => ({ ...row, medianReaction: median_reaction_seconds }));

export type AnalyticsRow = z.infer<typeof shape>;

export interface Analytics {
  total: Stages;
  /** Every week of the period, oldest first, whether anything was sent or not. */
  weeks: (Stages & { week: string })[];
  /** What was sent most first. */
  types: (Stages & { type: string })[];
  /** Each type in each week in which it was sent, oldest first. */
  details: (Stages & { week: string; type: string })[];
}

/**
 * Puts the rows of the database, parts and sums alike, where the page shows them. Nothing is added up here: the
 * median of a sum is not to be had from its parts.
 */
export function arrange(rows: AnalyticsRow[], mondays: string[]): Analytics {
  const weeks = new Map<string, Stages>();
  const types: Analytics['types'] = [];
  const details: Analytics['details'] = [];
  let total = nothing;
  for (const { week, type, ...stages } of rows) {
    if (week === null && type === null) total = stages;
    else if (type === null) weeks.set(week ?? '', stages);
    else if (week === null) types.push({ type, ...stages });
    else details.push({ week, type, ...stages });
  }
  return {
    total,
    weeks: mondays.map((week) => ({ week, ...(weeks.get(week) ?? nothing) })),
    types: types.sort((a, b) => b.sent - a.sent || a.type.localeCompare(b.type)),
    details: details.sort((a, b) => a.week.localeCompare(b.week) || a.type.localeCompare(b.type)),
  };
}

/** What became of the notifications of an organisation in the last weeks, by its own calendar. */
export async function getAnalytics(
  supabase: Supabase,
  { id, timezone }: Organisation,
  weeks: number,
): Promise<Analytics> {
  const rows = await everyRow(
    (from, to) => supabase.rpc('notification_analytics', { organisation_id: id, weeks }).range(from, to),
    ({ message }) => new Error(`notification analytics: ${message}`),
  );
  return arrange(z.array(shape).parse(rows), lastWeeks(weeks, new Date(), timezone));
}
