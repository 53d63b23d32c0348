import { expect, test } from 'vitest';
import { createLog, type Log } from '../src/log.ts';

function lineOf(say: (log: Log) => void): string {
  const lines: string[] = [];
  say(createLog('mail', (line) => void lines.push(line)));
  expect(lines).toHaveLength(1);
  return lines[0] ?? '';
}

test('an event is one line: time, service, what happened, fields', () => {
  expect(lineOf((log) => log.info('email', { to: 'admin@lumiere.test', attempt: 2 }))).toMatch(
    /^\d\d:\d\d:\d\d\.\d{3} mail {6}email to=admin@lumiere\.test attempt=2$/,
  );
});

test('warnings and errors say that they are', () => {
  expect(lineOf((log) => log.warn('slow'))).toMatch(/ warning: slow$/);
  expect(lineOf((log) => log.error('failed'))).toMatch(/ error: failed$/);
});

test('values with spaces are quoted, absent ones left out, errors told by their message', () => {
  expect(
    lineOf((log) => log.info('x', { name: 'deux mots', nothing: undefined, error: new Error('non') })),
  ).toMatch(/x name="deux mots" error=non$/);
});
