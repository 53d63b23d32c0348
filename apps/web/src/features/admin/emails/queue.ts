import { z } from 'zod';
import type { Supabase } from '../../supabase/server.ts';

const counted = z.array(z.object({ failure: z.string(), count: z.int() }));

const shape = z.object({
  pending: z.int(),
  due: z.int(),
  oldestDueAt: z.string().nullable(),
  sentLastHour: z.int(),
  sentLastDay: z.int(),
  failedLastDay: z.int(),
  /** Of the last 24 hours, 0 to 1; null when nothing has ended. */
  failureRate: z.number().nullable(),
  pausedUntil: z.string().nullable(),
  pauseReason: z.string().nullable(),
  /** Of the last 7 days, both. */
  failures: counted,
  notSent: counted,
});

export type Queue = z.infer<typeof shape>;

/** How the emails of an organisation are getting on. */
export async function getQueue(supabase: Supabase, organisationId: string): Promise<Queue> {
  const { data, error } = await supabase.rpc('email_queue', { organisation_id: organisationId });
  if (error) throw new Error(`email queue: ${error.message}`);
  return shape.parse(data);
}
