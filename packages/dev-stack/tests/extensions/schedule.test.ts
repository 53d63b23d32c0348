import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { everyMatchingMinute, parseSchedule } from '../../src/extensions/cron/schedule.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** The first minutes after 2026-11-21 00:00 GMT at which a pattern matches. */
function firstRuns(pattern: string, count: number): string[] {
  vi.setSystemTime('2026-11-21T00:00:30Z');
  const cron = everyMatchingMinute(pattern, () => {});
  const runs = cron.nextRuns(count).map((date) => date.toISOString().slice(0, 16));
  cron.stop();
  return runs;
}

test.each([
  [' 10 SECONDS ', { kind: 'interval', milliseconds: 10_000 }],
  ['@reboot', { kind: 'start' }],
  ['@daily', { kind: 'calendar', pattern: '0 0 * * *' }],
  ['5 4 * * *', { kind: 'calendar', pattern: '5 4 * * *' }],
])('reads "%s"', (text, schedule) => {
  expect(parseSchedule(text)).toEqual(schedule);
});

test.each([
  ['*/15 * * * *', ['2026-11-21T00:15', '2026-11-21T00:30']],
  ['0 10 * * *', ['2026-11-21T10:00', '2026-11-22T10:00']],
  ['0 9 * * mon-fri', ['2026-11-23T09:00', '2026-11-24T09:00']],
  ['0 0 * * 7', ['2026-11-22T00:00', '2026-11-29T00:00']],
  ['0 0 $ * *', ['2026-11-30T00:00', '2026-12-31T00:00']],
  ['0 0 13 * 5', ['2026-11-27T00:00', '2026-12-04T00:00']],
  ['0 0 */2 * 5', ['2026-11-27T00:00', '2026-12-11T00:00']],
])('"%s" means, in GMT, %j', (pattern, expected) => {
  expect(firstRuns(pattern, expected.length)).toEqual(expected);
});

test('calls back when the minute comes', () => {
  vi.setSystemTime('2026-11-21T09:59:58Z');
  const run = vi.fn();
  const cron = everyMatchingMinute('0 10 * * *', run);
  vi.advanceTimersByTime(1000);
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1500);
  expect(run).toHaveBeenCalledOnce();
  cron.stop();
});
