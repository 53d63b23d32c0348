import type { Queue } from './queue.ts';

const WIDEST = 80;

/** The queue as lines for a person. */
export function queueReport(queue: Queue): string[] {
  const { pending, due, oldestDueAt, pausedUntil, leases, lostLeases, batchesWaiting, failed } = queue;
  const total = queue.failures.reduce((sum, { count }) => sum + count, 0);
  const ago = (time: string) => duration(Date.parse(queue.at) - Date.parse(time));
  const pause = pausedUntil
    ? `until ${new Date(pausedUntil).toISOString().slice(0, 19)}Z (${duration(Date.parse(pausedUntil) - Date.parse(queue.at))}): ${oneLine(queue.pauseReason ?? '')}`
    : 'no';
  const oldest = oldestDueAt ? `, the oldest for ${ago(oldestDueAt)}` : '';
  return [
    ...table([
      ['pending', `${pending} (${due} due${oldest})`],
      ['paused', pause],
      ['leases held', `${leases}${lostLeases > 0 ? `, and ${lostLeases} that ran out` : ''}`],
      ['batches waiting', String(batchesWaiting)],
      ['sent', `${queue.sentLastHour} in the last hour, ${queue.sentLastDay} in the last day`],
    ]),
    '',
    'Failed in the last 7 days',
    ...counts(queue.failures),
    'Not wanted any more in the last 7 days',
    ...counts(queue.notSent),
    ...(total > 0
      ? [
          '',
          total > failed.length ? `Failed, the newest ${failed.length} of ${total}` : 'Failed, newest first',
          ...table([
            ['id', 'organisation', 'failure', 'since', 'words'],
            ...failed.map(({ id, organisation, failure, words, failedAt }) => [
              id,
              oneLine(organisation),
              failure,
              ago(failedAt),
              oneLine(words),
            ]),
          ]),
          '',
          'npm run repair -- --retry <id…> sends them again, --retry all every one of them.',
        ]
      : []),
  ];
}

const counts = (reasons: Queue['failures']): string[] =>
  reasons.length === 0 ? ['  none'] : table(reasons.map(({ failure, count }) => [failure, String(count)]));

/** Columns as wide as their widest cell. */
function table(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
}

/** Names and words come from outside: no line break, and nothing that a terminal would obey. */
function oneLine(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > WIDEST ? `${line.slice(0, WIDEST - 1)}…` : line;
}

/** `45 s`, `12 min`, `3 h`, `2 d`. @param milliseconds less than zero counts as zero */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}
