import { Cron } from 'croner';

/** When a job runs: every so many seconds, at the minutes of a calendar pattern, or once at each start. */
export type Schedule =
  | { kind: 'interval'; milliseconds: number }
  | { kind: 'calendar'; pattern: string }
  | { kind: 'start' };

const nicknames: Record<string, string> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** Reads a schedule that `cron.schedule` has accepted. */
export function parseSchedule(text: string): Schedule {
  const trimmed = text.trim();
  const seconds = /^(\d+)\s+seconds?$/i.exec(trimmed);
  if (seconds) return { kind: 'interval', milliseconds: Number(seconds[1]) * 1000 };
  if (trimmed === '@reboot' || trimmed === '@restart') return { kind: 'start' };
  return { kind: 'calendar', pattern: nicknames[trimmed] ?? trimmed };
}

/**
 * Calls back at each minute the pattern names, in GMT as pg_cron does; minutes that passed while the
 * process slept are not made up for.
 */
export function everyMatchingMinute(pattern: string, run: () => void): Cron {
  const fields = pattern.split(/\s+/);
  const [, , dayOfMonth = '*', , dayOfWeek = '*'] = fields;
  fields[2] = dayOfMonth.replace('$', 'L'); // the last day of the month, in pg_cron's and croner's words
  // Vixie cron: two restricted day fields are alternatives, unless one of them starts with a star.
  const domAndDow = dayOfMonth.startsWith('*') || dayOfWeek.startsWith('*');
  return new Cron(fields.join(' '), { timezone: 'UTC', mode: '5-part', domAndDow }, run);
}
