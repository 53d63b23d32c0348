import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A provider of emails that takes whatever comes, at once: what is left to measure is us. */
export interface InstantProvider {
  readonly url: string;
  /** Emails that it has taken. */
  taken(): number;
  stop(): Promise<void>;
}

/** Each email of a batch has one. Counted rather than parsed: a batch is more than a megabyte. */
const MARK = Buffer.from('"outbox_id"');

export async function startInstantProvider(): Promise<InstantProvider> {
  let taken = 0;
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const emails = occurrences(Buffer.concat(parts), MARK);
    const data = Array.from({ length: emails }, () => ({ id: randomUUID() }));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }));
    taken += emails;
  });
  const url = await listen(server);
  return { url, taken: () => taken, stop: () => close(server) };
}

export interface Throttle {
  perSecond: number;
  answerMs: number;
}

/** Makes a mail server of the local stack behave as a provider that grants some requests a second and takes its time. */
export async function throttle(mailUrl: string, { perSecond, answerMs }: Throttle): Promise<void> {
  for (const failure of [
    { mode: 'throttle', perSecond },
    { mode: 'slow', delayMs: answerMs },
  ]) {
    const response = await fetch(`${mailUrl}/api/failures`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(failure),
    });
    if (!response.ok) throw new Error(`the mail server: ${response.status} ${await response.text()}`);
  }
}

/** How often some bytes occur, without overlap. */
export function occurrences(bytes: Buffer, mark: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + mark.length)) count += 1;
  return count;
}

export async function listen(server: Server, port = 0): Promise<string> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
