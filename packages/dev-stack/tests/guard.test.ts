import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test, vi } from 'vitest';
import { isAlive } from '../src/process.ts';

/** Longer than the watchdog's patience, in milliseconds. */
const SLOW_MS = 40_000;

/** Says its number, and is then too busy to hear a signal: the handler would run once the loop has ended. */
const BUSY = `process.on('SIGTERM', () => process.exit()); console.log(process.pid); for (;;) {}`;

const starter = (program: string) => `
  import { spawnGuarded } from ${JSON.stringify(new URL('../src/guard.ts', import.meta.url).href)};
  spawnGuarded(process.execPath, ['-e', ${JSON.stringify(program)}], { stdio: ['ignore', 'inherit', 'inherit'], stop: 'SIGTERM' });
`;

/** Starts a process that starts a guarded program; resolves once that runs. */
async function startGuarded(program: string) {
  const args = ['--import', 'tsx', '--input-type=module', '--eval', starter(program)];
  const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface(parent.stdout), 'line');
  const pid = Number(line);
  onTestFinished(() => {
    for (const each of [parent.pid as number, pid]) if (isAlive(each)) process.kill(each, 'SIGKILL');
  });
  return { parent, pid };
}

/** The watchdogs of a process: shells that read from it. */
function watchdogsOf(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return stdout.split('\n').flatMap((line) => {
    const [, own, parent, command] = /^ *(\d+) +(\d+) (.*)$/.exec(line) ?? [];
    return Number(parent) === pid && command?.startsWith('sh -c') ? [Number(own)] : [];
  });
}

test('a program that does not hear the signal that asks it to end is ended by the watchdog all the same', {
  timeout: SLOW_MS,
}, async () => {
  const { parent, pid } = await startGuarded(BUSY);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  await vi.waitUntil(() => !isAlive(pid), { timeout: SLOW_MS, interval: 50 });
});

test('a watchdog that somebody ended is replaced', { timeout: SLOW_MS }, async () => {
  const { parent, pid } = await startGuarded(`console.log(process.pid); setInterval(() => {}, 1000);`);
  const [first] = watchdogsOf(parent.pid as number) as [number];
  process.kill(first, 'SIGKILL');
  await expect
    .poll(() => watchdogsOf(parent.pid as number).filter((each) => each !== first), { timeout: 20_000 })
    .toHaveLength(1);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  await vi.waitUntil(() => !isAlive(pid), { timeout: 20_000, interval: 50 });
});
