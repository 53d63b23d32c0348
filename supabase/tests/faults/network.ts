// The road to the provider, which a test can block. What is held is on the wire: the sender may die meanwhile.

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Held = 'request' | 'answer';

export interface Road {
  readonly url: string;
  /** Holds the next request before it arrives, or its answer. Resolves when it is there; the result lets it go, until it is answered. */
  hold(what: Held): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}

interface Block {
  what: Held;
  reached(release: () => Promise<void>): void;
}

export async function openRoad(providerUrl: string): Promise<Road> {
  let block: Block | null = null;
  const heldUp = async (what: Held, answered: Promise<void>): Promise<void> => {
    if (block?.what !== what) return;
    const { reached } = block;
    block = null;
    await new Promise<void>((goOn) =>
      reached(() => {
        goOn();
        return answered;
      }),
    );
  };
  const server: Server = createServer(async (request, response) => {
    let end: () => void = () => {};
    const answered = new Promise<void>((resolve) => {
      end = resolve;
    });
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    await heldUp('request', answered);
    const { authorization, 'content-type': type, 'idempotency-key': key } = request.headers;
    const answer = await fetch(new URL(request.url ?? '/', providerUrl), {
      method: request.method ?? 'POST',
      headers: { authorization, 'content-type': type, 'idempotency-key': key } as Record<string, string>,
      body: Buffer.concat(parts),
    });
    const body = await answer.text();
    await heldUp('answer', answered);
    // The sender may be gone.
    response.on('error', () => {});
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(body);
    end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: (what) =>
      new Promise((resolve) => {
        block = { what, reached: resolve };
      }),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
