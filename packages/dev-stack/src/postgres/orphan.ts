import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { isAlive, waitUntil } from '../process.ts';

/** Ends a server that outlived its supervisor, so that a second one never opens the same files. */
export async function endOrphanServer(dataDir: string, log: Log): Promise<void> {
  const text = await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    },
  );
  const [first, folder] = text.split('\n');
  const pid = Number.parseInt(first ?? '', 10);
  if (!Number.isInteger(pid) || folder !== dataDir || !isAlive(pid) || !(await isPostgres(pid))) return;
  log.warn('ending a server that an interrupted run left behind', { pid });
  process.kill(pid, 'SIGINT');
  if (await waitUntil(() => !isAlive(pid), 10_000)) return;
  process.kill(pid, 'SIGQUIT');
  if (!(await waitUntil(() => !isAlive(pid), 5_000))) {
    throw new Error(`PostgreSQL ${pid} of ${dataDir} does not end`);
  }
}

/** The number in a stale file may belong to a stranger by now. */
async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') {
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes(
      'postgres',
    );
  }
  // Gone meanwhile: not ours to end.
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes('postgres');
}
