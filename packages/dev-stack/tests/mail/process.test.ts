import { execFileSync } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { startMailProcess } from '../../src/mail/own-process.ts';
import { freePort } from '../../src/ports.ts';
import { email } from './server.ts';

async function startProcess() {
  const port = await freePort();
  const lines: string[] = [];
  const mail = await startMailProcess({ port }, (line) => lines.push(line));
  onTestFinished(() => mail.stop());
  return { mail, port, lines, url: `http://127.0.0.1:${port}` };
}

/** A request whose answer this process waits for without doing anything else. */
const answered = (url: string): string =>
  execFileSync(
    process.execPath,
    ['-e', `fetch(${JSON.stringify(url)}).then((answer) => process.stdout.write(String(answer.status)))`],
    { encoding: 'utf8', timeout: 20_000 },
  );

test('it answers although the process that started it has no time', async () => {
  const { url } = await startProcess();
  expect(answered(`${url}/api/messages`)).toBe('200');
});

test('what it has to say is said, and it ends when it is told', async () => {
  const { mail, url, lines } = await startProcess();
  const headers = { authorization: 'Bearer re_test', 'content-type': 'application/json' };
  await fetch(`${url}/emails`, { method: 'POST', headers, body: JSON.stringify(email()) });
  await expect
    .poll(() => lines, { timeout: 20_000 })
    .toEqual([expect.stringMatching(/ mail {6}email to=praticien@lumiere\.test subject=/)]);
  await mail.stop();
  await expect(fetch(url)).rejects.toThrow();
  expect(lines).toHaveLength(1);
});

test('why it does not start is told', async () => {
  const { port } = await startProcess();
  await expect(startMailProcess({ port }, () => {})).rejects.toThrow(`port ${port} is taken`);
});
