// Where the model and the engine differ, in words.
import type { Answered, Deed } from './engine.ts';
import { nameOf } from './ids.ts';
import type { Decision } from './model.ts';
import type { Scenario } from './world.ts';

const keyOf = (row: { event_id: string; user_id: string; channel: string }): string =>
  `${row.event_id} ${row.user_id} ${row.channel}`;

/** One line for each decision that differs. */
export function differences(scenario: Scenario, expected: Decision[], answered: Answered[]): string[] {
  const answers = new Map(answered.map((row) => [keyOf(row), row]));
  const lines: string[] = [];
  for (const decision of expected) {
    const answer = answers.get(keyOf(decision));
    answers.delete(keyOf(decision));
    if (!answer || !agree(decision, answer)) {
      lines.push(
        `${whoAndWhat(scenario, decision)}\n  the rules: ${said(decision, decision.sources)}\n  the engine: ${answer ? said(answer, [{ table: answer.source, id: answer.source_id }]) : 'nothing'}`,
      );
    }
  }
  for (const answer of answers.values()) {
    lines.push(`${whoAndWhat(scenario, answer)}\n  the rules: nothing\n  the engine: ${said(answer, [])}`);
  }
  return lines;
}

function agree(decision: Decision, answer: Answered): boolean {
  return (
    decision.decision === answer.decision &&
    decision.reason === answer.reason &&
    decision.rule === answer.rule &&
    (decision.due_at ?? null) === (answer.due_at?.getTime() ?? null) &&
    comesFrom(decision, answer)
  );
}

/** Whether the row that the engine names is one that may have decided. */
function comesFrom({ sources }: Decision, { source, source_id }: Answered): boolean {
  if (!sources) return true;
  if (sources.length === 0) return source === null && source_id === null;
  return sources.some(({ table, id }) => table === source && id === source_id);
}

type Told = { decision: string; reason: string; rule: string; due_at?: number | Date | null };

function said(
  { decision, reason, rule, due_at }: Told,
  sources: { table: string | null; id: string | null }[] = [],
): string {
  const due = due_at ? `, due ${new Date(due_at).toISOString()}` : '';
  const from = sources
    .filter(({ table }) => table !== null)
    .map(({ table, id }) => (id ? `${table} ${nameOf(id)}` : table));
  return `${decision}, ${reason}, by the rule ${rule}${due}${from.length > 0 ? `, from ${from.join(' or ')}` : ''}`;
}

function whoAndWhat(
  { world, events }: Scenario,
  { event_id, user_id, channel }: { event_id: string; user_id: string; channel: string },
): string {
  const event = events.find(({ id }) => id === event_id);
  const member = world.members.find(
    (row) => row.user_id === user_id && row.organisation_id === event?.organisation_id,
  );
  const organisation = nameOf(event?.organisation_id ?? '');
  return `${channel} of ${nameOf(user_id)} (${member?.role} of ${organisation}) for ${nameOf(event_id)} (${event?.type})`;
}

/** One line for each row that should be there and is not, or the other way round. */
export function misdeeds(scenario: Scenario, expected: Decision[], deeds: Deed[]): string[] {
  // A channel that is skipped leaves a trace only; email is not counted in a summary.
  const due = expected.filter(
    ({ decision, channel }) => decision !== 'skip' && !(decision === 'coalesce' && channel === 'email'),
  );
  const written = deeds.map((deed) => deedOf(scenario, deed));
  const lines: string[] = [];
  for (const line of due.map((decision) => deedOf(scenario, decision))) {
    const found = written.indexOf(line);
    if (found < 0) lines.push(`not written: ${line}`);
    else written.splice(found, 1);
  }
  return [...lines, ...written.map((line) => `written without need: ${line}`)];
}

function deedOf(scenario: Scenario, deed: Decision | Deed): string {
  // A summary belongs to one event of the many that it stands for.
  if (deed.decision === 'coalesce') {
    const event = scenario.events.find(({ id }) => id === deed.event_id);
    return `one more in the summary of ${nameOf(deed.user_id)} in ${nameOf(event?.organisation_id ?? '')}`;
  }
  const due = deed.due_at ? `, due ${new Date(deed.due_at).toISOString()}` : '';
  return `${deed.decision}: ${whoAndWhat(scenario, deed)}${due}`;
}
