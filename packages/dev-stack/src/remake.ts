import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { addressesOf } from './environment.ts';
import { endOrphans, journalTo, stopAllGuarded } from './guard.ts';
import { createLog } from './log.ts';
import { freePorts, UsageError } from './ports.ts';
import { dropDatabase, startDatabase } from './postgres/database.ts';
import type { Progress } from './progress.ts';
import { loadSecrets, type Secrets } from './secrets.ts';
import { holdDataDir } from './state.ts';

export interface RemakeOptions {
  dataDir: string;
  root: string;
  progress: Progress;
  write: (line: string) => void;
}

/**
 * Drops the database of a stopped stack and makes it anew from migrations and seed. It is not reachable meanwhile: it
 * runs on a port that nobody knows.
 */
export async function remakeDatabase({ dataDir, root, progress, write }: RemakeOptions): Promise<void> {
  const hold = await holdDataDir(dataDir);
  const interrupt = () => void stopAllGuarded();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
  try {
    const journal = join(dataDir, 'processes');
    await endOrphans(journal);
    journalTo(journal);
    await dropDatabase(dataDir);
    const secrets = await validSecrets(dataDir);
    const ports = await freePorts();
    const logOf = (name: string) => createLog(name, write);
    await progress.step('database', async () => {
      const addresses = addressesOf(ports, secrets);
      const server = await startDatabase({ dataDir, root, ports, secrets, addresses, logOf });
      await server.stop();
    });
  } finally {
    await hold.release();
  }
}

/** Keeps the keys that people have noted; a file that cannot be read goes the way of the data. */
async function validSecrets(dataDir: string): Promise<Secrets> {
  try {
    return await loadSecrets(dataDir);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    await rm(join(dataDir, 'secrets.json'), { force: true });
    return loadSecrets(dataDir);
  }
}
