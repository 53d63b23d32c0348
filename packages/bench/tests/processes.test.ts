import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ownMemory, parseStat, processorTime } from '../src/measure/processes.ts';

const stat = (pid: number, parent: number, times: number[], name = 'postgres') =>
  `${pid} (${name}) S ${[parent, 1, 1, 0, -1, 4194560, 9, 8, 7, 6, ...times, 20, 0, 1].join(' ')}`;

describe('processor time', () => {
  it('is read behind a name that holds spaces and parentheses', () => {
    expect(parseStat(stat(7, 3, [12, 8, 5, 1], 'postgres: a) (b c'))).toEqual({
      ...{ parent: 3, own: 200, ended: 60 },
    });
  });

  it('refuses what is no stat', () => {
    expect(() => parseStat('7 (postgres) S')).toThrow('not the stat of a process');
  });

  it('is that of a process, of its children, of theirs, and of those that ended', () => {
    const processes = new Map(
      [
        stat(10, 1, [1, 1, 1, 1]),
        stat(11, 10, [10, 0, 0, 0]),
        stat(12, 11, [0, 5, 0, 0]),
        stat(20, 1, [99, 0, 0, 0]),
      ].map((text) => [Number.parseInt(text, 10), parseStat(text)]),
    );
    expect(processorTime(10, processes)).toBe(40 + 100 + 50);
    expect(processorTime(30, processes)).toBe(0);
  });

  it.runIf(process.platform === 'linux')(
    'grows with the work of this process and of a child that ended',
    () => {
      const before = processorTime(process.pid);
      execFileSync(process.execPath, ['-e', 'const until = Date.now() + 100; while (Date.now() < until);']);
      expect(processorTime(process.pid)).toBeGreaterThan(before);
    },
  );

  it.runIf(process.platform === 'linux')('goes with memory that is a process’s own', () => {
    expect(ownMemory(process.pid)).toBeGreaterThan(1e6);
    expect(ownMemory(2 ** 30)).toBeNull();
  });
});
