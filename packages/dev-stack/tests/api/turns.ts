import { connect, createServer, type Socket } from 'node:net';
import { freePort } from '../../src/ports.ts';

/** A way to a database that counts how often somebody waited for an answer. */
export interface Counted {
  url: string;
  count(): number;
  stop(): Promise<void>;
}

/** @param url of the database */
export async function countTurns(url: string): Promise<Counted> {
  const there = new URL(url);
  const here = new URL(url);
  here.port = String(await freePort());
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer((client) => {
    const database = connect(Number(there.port), there.hostname);
    let isAnswering = true;
    client.on('data', () => {
      // All that is asked before an answer comes is one question.
      if (isAnswering) count += 1;
      isAnswering = false;
    });
    database.on('data', () => {
      isAnswering = true;
    });
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.setNoDelay();
      socket.on('error', () => {}); // one side has gone: so does the other
    }
    client.pipe(database);
    database.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(Number(here.port), here.hostname, resolve));
  return {
    url: here.href,
    count: () => count,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
