import type { Recipient } from '../../notifications/explain.ts';
import type { Supabase } from '../../supabase/server.ts';
import { nameIn, profilesOf } from '../people.ts';
import { definitionOf } from '../words.ts';
import { moment } from './moments.ts';
import { type OverrideNote, overridesBehind } from './override-notes.ts';
import { sentenceOf } from './reasons.ts';
import { isUnconcerned, pageOf, ruleBehind } from './rules.ts';

/** The decision for one person and channel, in words. */
export interface Verdict {
  channel: string;
  decision: string;
  sentence: string;
  rule: string;
  /** The row that decided: its table, and the page where it can be seen or set. */
  source: { table: string; page: string | null } | null;
  /** The override that decided, if one did. */
  override: OverrideNote | 'lifted since' | null;
}

export interface ExplainedPerson {
  id: string;
  name: string;
  /** Null: they have left since. */
  role: string | null;
  verdicts: Verdict[];
}

export interface Explanation {
  concerned: ExplainedPerson[];
  others: ExplainedPerson[];
}

interface Context {
  type: string;
  /** The reader's, who is told in which other zone a moment stands. */
  timeZone: string;
  /** Whether the event has happened. */
  past: boolean;
}

type Outcome = NonNullable<Recipient['inApp']> & { dueAt?: string | null };

const CHANNELS = [
  { key: 'inApp', name: 'Dans l’application' },
  { key: 'email', name: 'E-mail' },
] as const;

const outcomesOf = (recipient: Recipient): Outcome[] =>
  [recipient.inApp, recipient.email].filter((o) => o !== null);

/** The engine's answer for a person to read: each decision a sentence, with the rule and the row that it came from. */
export async function present(
  supabase: Supabase,
  recipients: Recipient[],
  context: Context,
): Promise<Explanation> {
  const [overrides, profiles] = await Promise.all([
    overridesBehind(supabase, recipients),
    profilesOf(
      supabase,
      recipients.flatMap(({ userId, email }) => (email?.dueAt ? userId : [])),
    ),
  ]);
  const concerned: ExplainedPerson[] = [];
  const others: ExplainedPerson[] = [];
  for (const recipient of recipients) {
    const zone = profiles.get(recipient.userId)?.timeZone ?? context.timeZone;
    const verdicts = CHANNELS.flatMap(({ key, name }) => {
      const outcome: Outcome | null = recipient[key];
      if (outcome === null) return [];
      return verdict(name, outcome, { ...context, zone, overrides });
    });
    const group = outcomesOf(recipient).every(({ rule }) => isUnconcerned(rule)) ? others : concerned;
    group.push({
      id: recipient.userId,
      name: recipient.name ?? nameIn(new Map(), recipient.userId),
      role: recipient.role,
      verdicts,
    });
  }
  return { concerned, others };
}

function verdict(
  channel: string,
  outcome: Outcome,
  context: Context & { zone: string; overrides: Map<string, OverrideNote> },
): Verdict {
  const { type, timeZone, past, zone, overrides } = context;
  const { decision, reason, rule, source: table, sourceId, dueAt } = outcome;
  return {
    channel,
    decision,
    sentence: sentenceOf({
      decision,
      reason,
      rule,
      type,
      category: definitionOf(type)?.category ?? null,
      past,
      due: dueAt
        ? moment(dueAt, { timeZone: zone, readerZone: timeZone }, past ? undefined : new Date())
        : null,
    }),
    rule: ruleBehind(rule, table),
    source: table === null ? null : { table, page: pageOf({ rule, table, id: sourceId, type }) },
    override:
      table === 'notification_overrides' && sourceId !== null
        ? (overrides.get(sourceId) ?? 'lifted since')
        : null,
  };
}
