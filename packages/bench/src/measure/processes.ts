import { readdirSync, readFileSync } from 'node:fs';

/** One process as /proc/<pid>/stat tells of it. */
export interface ProcessStat {
  parent: number;
  /** Milliseconds of processor time, of all its threads, in user and system mode. */
  own: number;
  /** The same of its children that have ended. */
  ended: number;
}

/** USER_HZ, in which the kernel counts for programs: 100 on every architecture that Node runs on. */
const MS_A_TICK = 10;

/**
 * Reads the text of /proc/<pid>/stat.
 * @throws Error when it is none
 */
export function parseStat(text: string): ProcessStat {
  // The program's name, in parentheses, may hold spaces and parentheses itself.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [parent, user, system, endedUser, endedSystem] = [1, 11, 12, 13, 14].map((index) =>
    Number(fields[index]),
  );
  const all = [parent, user, system, endedUser, endedSystem] as [number, number, number, number, number];
  if (all.some((field) => !Number.isFinite(field))) throw new Error(`not the stat of a process: ${text}`);
  return { parent: all[0], own: (all[1] + all[2]) * MS_A_TICK, ended: (all[3] + all[4]) * MS_A_TICK };
}

/**
 * Processor time that a process has had so far, in milliseconds, with that of all that it has started: who ended is counted
 * by its parent.
 */
export function processorTime(pid: number, processes = readProcesses()): number {
  const stat = processes.get(pid);
  if (!stat) return 0;
  let total = stat.own + stat.ended;
  for (const [child, { parent }] of processes) if (parent === pid) total += processorTime(child, processes);
  return total;
}

/** Children of a process, this one unless told, whose command line holds these words. */
export function childrenNamed(words: string, of = process.pid): number[] {
  return [...readProcesses()].flatMap(([pid, { parent }]) =>
    parent === of && (readIf(`/proc/${pid}/cmdline`) ?? '').includes(words) ? [pid] : [],
  );
}

/** Bytes of memory that are a process's own, and not a file's or shared; null when it has ended. */
export function ownMemory(pid: number): number | null {
  const kilobytes = /^RssAnon:\s+(\d+) kB$/m.exec(readIf(`/proc/${pid}/status`) ?? '')?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

function readProcesses(): Map<number, ProcessStat> {
  if (process.platform !== 'linux') throw new Error('processor time is read from /proc, which Linux has');
  const found = new Map<number, ProcessStat>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const text = readIf(`/proc/${name}/stat`);
    if (text !== null) found.set(Number(name), parseStat(text));
  }
  return found;
}

/** Null when the process ended between two looks. */
function readIf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

/**
 * Number of the process that a PostgreSQL of ours runs as; all of its others are its children.
 * @param dataDir of the stack
 */
export function postmaster(dataDir: string): number {
  return Number.parseInt(readFileSync(`${dataDir}/postgres/postmaster.pid`, 'utf8'), 10);
}
