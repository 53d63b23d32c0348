import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whether a process runs; one that ended and waits for its parent to notice does not count. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return procStat(pid)?.[0] !== 'Z';
}

/** When a process started, in the system's own words: together with its number it names a process for good. */
export function startMark(pid: number): string | null {
  if (process.platform === 'linux') return procStat(pid)?.[19] ?? null;
  const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout?.trim().replaceAll(/\s+/g, '_') || null;
}

/** Names a process for good, for a file that says who holds something. */
export const processMark = (pid: number): string => `${pid} ${startMark(pid)}`;

/** Whether the process that a `processMark` names still runs. */
export function isSameProcess(mark: string): boolean {
  const pid = Number(mark.split(' ')[0]);
  return pid > 0 && isAlive(pid) && processMark(pid) === mark;
}

/**
 * Tells whether the npm that runs this process still does. npm that is killed passes no signal on, and its shell may stay:
 * without this, what it started would go on for ever.
 */
export function npmWatch(): () => boolean {
  const parent = process.ppid;
  const grandparent = Number(procStat(parent)?.[1] ?? 0);
  const shell = isNpmShell(parent);
  const mark = startMark(grandparent);
  return () => process.ppid === parent && (!shell || startMark(grandparent) === mark);
}

/** npm runs a script with `sh -c`; some shells stay between it and the script. */
function isNpmShell(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const [, flag, script] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return flag === '-c' && (script ?? '').includes(process.env.npm_lifecycle_script ?? '\0');
  } catch {
    // It ended between two looks.
    return false;
  }
}

/** Fields of /proc/<pid>/stat from the state on (field 3 of proc(5)); null where there is none. */
function procStat(pid: number): string[] | null {
  if (process.platform !== 'linux') return null;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name, in parentheses, may hold spaces and parentheses itself.
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    // The process ended between two looks.
    return null;
  }
}

/**
 * Waits until a condition holds.
 * @param limitMs how long to wait, in milliseconds
 * @returns whether it came to hold in time
 */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  limitMs: number,
): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    if (await condition()) return true;
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
