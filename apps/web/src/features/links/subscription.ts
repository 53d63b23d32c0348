import { categories } from '@cassius/contracts';
import { z } from 'zod';
import { serviceClient } from '../supabase/server.ts';

const shape = z.object({
  locale: z.string(),
  organisation: z.string(),
  colour: z
    .string()
    .regex(/^#[0-9a-f]{6}$/)
    .nullish(),
  categories: z.array(z.enum(categories)),
  /** What the person has asked for themselves. */
  subscribed: z.boolean(),
  /** Whether an administrator has these emails sent whatever the person asks for. */
  forced: z.boolean(),
});

/** What one email says of the emails of its kind: nothing of whom it was sent to. */
export type Subscription = z.infer<typeof shape>;

/** `read` changes nothing; the two others can be repeated. */
const functions = {
  read: 'email_subscription',
  unsubscribe: 'unsubscribe_email',
  resubscribe: 'resubscribe_email',
} as const;

/**
 * Reads or changes what the person of an email receives by email of its categories.
 * @param outboxId from a signed link whose signature holds: nobody checks any other right
 * @returns how it stands afterwards; null for an email that is no longer kept
 * @throws Error when the database does not answer
 */
export async function subscription(
  act: keyof typeof functions,
  outboxId: string,
): Promise<Subscription | null> {
  const { data, error } = await serviceClient().rpc(functions[act], { outbox_id: outboxId });
  if (error) throw new Error(`${functions[act]}: ${error.code} ${error.message}`);
  return shape.nullable().parse(data);
}
