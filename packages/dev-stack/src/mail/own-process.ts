import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { spawnGuarded, stopGuarded } from '../guard.ts';
import { createLog } from '../log.ts';
import type { Service } from '../service.ts';
import type { MailOptions } from './index.ts';

export type ProgramOptions = Pick<MailOptions, 'port' | 'webhook'>;

/** How long it may take to end by itself, in milliseconds. */
const END_LIMIT_MS = 5000;

/**
 * The mail server in a process of its own, as a provider is elsewhere: to read a batch of a hundred emails takes it tens of
 * milliseconds, in which the API would answer nobody.
 * @param write where its log lines go
 * @throws with its last words when it does not start
 */
export async function startMailProcess(
  options: ProgramOptions,
  write: (line: string) => void,
): Promise<Service> {
  const child = spawnGuarded(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'program.ts')], {
    cwd: import.meta.dirname,
    env: { ...process.env, CASSIUS_MAIL: JSON.stringify(options) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    stop: 'SIGTERM',
  });
  const lastWords: string[] = [];
  let say = (line: string): void => void lastWords.push(line);
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface(stream).on('line', (line) => say(line));
  }
  const log = createLog('mail', write);
  let stopping = false;
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('error', reject);
    child.once('close', (code, signal) => {
      reject(new Error(`the mail server does not start:\n${lastWords.join('\n')}`));
      if (stopping || say !== write) return;
      log.error('ended unexpectedly', { code: code ?? undefined, signal: signal ?? undefined });
    });
  });
  say = write;
  return {
    name: 'mail',
    stop() {
      stopping = true;
      return stopGuarded(child, 'SIGTERM', END_LIMIT_MS);
    },
  };
}
