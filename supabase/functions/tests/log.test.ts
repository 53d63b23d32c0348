import assert from 'node:assert/strict';
import { createLog, redact } from '../_shared/log.ts';
import { nth } from './support/scenario.ts';

Deno.test('a line is one JSON object that says when, how bad, who and what', () => {
  const lines: string[] = [];
  createLog('deliver-email', (line) => lines.push(line)).warn('will be retried', {
    batchId: 'b1',
    error: 'a\nb',
  });
  assert.equal(lines.length, 1);
  assert.doesNotMatch(nth(lines, 0), /\n/);
  const { time, ...rest } = JSON.parse(nth(lines, 0));
  assert.match(time, /^\d{4}-\d\d-\d\dT/);
  assert.deepEqual(rest, {
    level: 'warn',
    source: 'deliver-email',
    message: 'will be retried',
    batchId: 'b1',
    error: 'a\nb',
  });
});

const redactions: [text: string, expected: string][] = [
  ['Invalid `to`: anne.petit+x@lumiere.test.', 'Invalid `to`: <address>'],
  ['<é.petit@lumière.test>', '<<address>>'],
  [
    'connect postgresql://postgres:p%40ss@db.test:5432/postgres failed',
    'connect postgresql://<redacted> failed',
  ],
  ['GET https://app.test/l/v1.k1.open.abc.1800000000.AAAA_-', 'GET https://app.test/l/<redacted>'],
  ['GET https://app.test/u/v1.k1.unsubscribe.abc.1800000000.AAAA_-', 'GET https://app.test/u/<redacted>'],
  ['nothing to hide', 'nothing to hide'],
];
for (const [text, expected] of redactions) {
  Deno.test(`redacted: ${expected}`, () => assert.equal(redact(text), expected));
}

Deno.test('a line stays valid JSON when an address is taken out of it', () => {
  const lines: string[] = [];
  createLog('deliver-email', (line) => lines.push(line)).error('failed', {
    error: 'no "a@b.test"\\c@d.test',
  });
  assert.match(JSON.parse(nth(lines, 0)).error, /^no "<address>"/);
  assert.doesNotMatch(nth(lines, 0), /@/);
});
