import type { Recipient } from '../../notifications/explain.ts';
import type { Supabase } from '../../supabase/server.ts';
import { inParts } from '../parts.ts';
import { nameIn, profilesOf } from '../people.ts';

/** Who forced a channel, and why. */
export interface OverrideNote {
  by: string;
  at: string;
  reason: string;
}

const idsIn = (recipients: Recipient[]): string[] =>
  recipients
    .flatMap(({ inApp, email }) => [inApp, email])
    .flatMap((outcome) =>
      outcome?.source === 'notification_overrides' && outcome.sourceId !== null ? outcome.sourceId : [],
    );

/** The overrides that decided something, by id: one that was lifted since is not among them. */
export async function overridesBehind(
  supabase: Supabase,
  recipients: Recipient[],
): Promise<Map<string, OverrideNote>> {
  const answers = await Promise.all(
    inParts(idsIn(recipients)).map((ids) =>
      supabase.from('notification_overrides').select('id, reason, created_at, created_by').in('id', ids),
    ),
  );
  const rows = answers.flatMap(({ data, error }) => {
    if (error) throw new Error(`overrides: ${error.message}`);
    return data;
  });
  const authors = await profilesOf(
    supabase,
    rows.flatMap(({ created_by }) => created_by ?? []),
  );
  return new Map(
    rows.map(({ id, reason, created_at, created_by }) => [
      id,
      { reason, at: created_at, by: created_by === null ? 'un service' : nameIn(authors, created_by) },
    ]),
  );
}
