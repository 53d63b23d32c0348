import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { isAlive, startMark, waitUntil } from './process.ts';

/**
 * Every program that the stack starts leads a process group of its own and is known to a watchdog: a tiny shell that
 * outlives this process, even after `kill -9`, and then ends what is left. A pipe from us to its standard input is the
 * only sign of life it needs: the kernel closes it whatever way we die.
 *
 * `kill -s 0`, for to some shells (dash) `kill -0 --` is an error, which would look as if nobody were left.
 */
const WATCHDOG = `
groups=" "
while read -r verb entry; do
  case "$verb" in
    watch) groups="$groups$entry " ;;
    forget)
      kept=" "
      for each in $groups; do [ "\${each%%:*}" = "$entry" ] || kept="$kept$each "; done
      groups="$kept" ;;
  esac
done
for each in $groups; do kill -s "\${each##*:}" -- "-\${each%%:*}" 2>/dev/null; done
tries=0
while [ "$tries" -lt 100 ]; do
  left=""
  for each in $groups; do kill -s 0 -- "-\${each%%:*}" 2>/dev/null && left=1; done
  [ -n "$left" ] || exit 0
  tries=$((tries + 1))
  sleep 0.1
done
for each in $groups; do kill -s KILL -- "-\${each%%:*}" 2>/dev/null; done
`;

export type StopSignal = 'SIGINT' | 'SIGTERM';

interface Guarded {
  child: ChildProcess;
  stop: StopSignal;
  /** Others depend on it: it is ended by its owner, after them. */
  last: boolean;
}

const running = new Map<number, Guarded>();
let watchdog: ChildProcess | null = null;
let journal: string | null = null;

function tellWatchdog(line: string): void {
  if (!watchdog) {
    const started = spawn('sh', ['-c', WATCHDOG], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    watchdog = started;
    started.unref();
    // A watchdog that does not start is no reason to fail; the next start clears what it would have cleared.
    started.on('error', () => {});
    started.stdin?.on('error', () => {});
    (started.stdin as unknown as { unref?: () => void } | null)?.unref?.();
    // One that somebody ended is replaced.
    started.once('exit', () => {
      watchdog = null;
      for (const [pid, { stop }] of running) tellWatchdog(`watch ${pid}:${stop.slice(3)}`);
    });
  }
  watchdog.stdin?.write(`${line}\n`);
}

/**
 * Starts a program that cannot outlive this process.
 * @param options what `spawn` takes; `stop` is the signal that asks this program to end in good order, and `last` keeps
 *   `stopAllGuarded` away from it
 */
export function spawnGuarded(
  command: string,
  args: readonly string[],
  options: SpawnOptions & { stop: StopSignal; last?: boolean },
): ChildProcess {
  const { stop, last = false, ...rest } = options;
  const child = spawn(command, args, { ...rest, detached: true });
  const { pid } = child;
  if (pid === undefined) return child;
  running.set(pid, { child, stop, last });
  tellWatchdog(`watch ${pid}:${stop.slice(3)}`);
  if (journal) appendFileSync(journal, `${pid} ${startMark(pid) ?? '-'}\n`);
  child.once('exit', () => {
    running.delete(pid);
    tellWatchdog(`forget ${pid}`);
  });
  return child;
}

/**
 * Asks a guarded program to end, and insists when it does not.
 * @param graceMs how long it may take before it is killed, in milliseconds
 */
export async function stopGuarded(child: ChildProcess, stop: StopSignal, graceMs = 10_000): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  signalGroup(child.pid, stop);
  const timer = setTimeout(() => signalGroup(child.pid as number, 'SIGKILL'), graceMs);
  await ended;
  clearTimeout(timer);
  // What the program itself started and left behind in its group.
  signalGroup(child.pid, 'SIGKILL');
}

/**
 * Asks the guarded programs that nobody depends on to end, each in its own way, and waits for them: for a start that is
 * given up, whose owners then find out and clear the rest.
 */
export async function stopAllGuarded(): Promise<void> {
  const free = [...running.values()].filter(({ last }) => !last);
  await Promise.all(free.map(({ child, stop }) => stopGuarded(child, stop)));
}

/** Ends every guarded program at once, without asking: for a second Ctrl-C. */
export function killAllGuarded(): void {
  for (const pid of running.keys()) signalGroup(pid, 'SIGKILL');
}

/** Writes down, from now on, what is started, so that the next start can end what even the watchdog could not. */
export function journalTo(file: string): void {
  journal = file;
}

/**
 * Ends the programs of an earlier run that its journal names and that still run.
 * @returns how many there were
 */
export async function endOrphans(file: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const orphans = text.split('\n').flatMap((line) => {
    const [first, mark] = line.split(' ');
    const pid = Number(first);
    // The start mark tells an orphan from a stranger that was given the same number later.
    return pid && mark && isAlive(pid) && startMark(pid) === mark ? [pid] : [];
  });
  // The watchdog may be at it already; asking twice does no harm, and lets PostgreSQL close its files in good order.
  for (const pid of orphans) signalGroup(pid, 'SIGINT');
  const gone = await waitUntil(() => !orphans.some(isAlive), 10_000);
  if (!gone) for (const pid of orphans) signalGroup(pid, 'SIGKILL');
  await rm(file, { force: true });
  return orphans.length;
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: it ended by itself meanwhile, which is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
