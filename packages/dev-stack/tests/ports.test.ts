import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { freePorts, portsFromEnvironment, requireFree } from '../src/ports.ts';

test('the usual ports stand unless the environment says otherwise', () => {
  expect(portsFromEnvironment({})).toEqual({ api: 54321, db: 54322, mail: 54324, web: 3000 });
  expect(portsFromEnvironment({ CASSIUS_WEB_PORT: '8080', CASSIUS_API_PORT: '' }).web).toBe(8080);
});

test.each(['0', '65536', '1.5', 'http', '-1'])('%s is no port', (value) => {
  expect(() => portsFromEnvironment({ CASSIUS_MAIL_PORT: value })).toThrow(/^CASSIUS_MAIL_PORT: /);
});

test('two services cannot have the same port', () => {
  expect(() => portsFromEnvironment({ CASSIUS_WEB_PORT: '54321' })).toThrow(
    'CASSIUS_WEB_PORT: port 54321 is the one of CASSIUS_API_PORT too',
  );
});

test('every taken port is named in one go', async () => {
  const ports = await freePorts();
  await requireFree(ports);
  for (const port of [ports.api, ports.web]) {
    const server = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    onTestFinished(() => void server.close());
  }
  await expect(requireFree(ports)).rejects.toThrow(
    `Port ${ports.api} (API) is taken: stop what uses it, or set CASSIUS_API_PORT to another port.\n` +
      `Port ${ports.web} (web) is taken: stop what uses it, or set CASSIUS_WEB_PORT to another port.`,
  );
});
