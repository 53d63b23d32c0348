import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Received {
  headers: { id: string; timestamp: string; signature: string };
  /** As it came, byte for byte: what the signature is about. */
  body: string;
}

export interface Receiver {
  url: string;
  /** In the order in which they came. */
  received: Received[];
}

type Answer = number | 'hang' | 'drop';

/**
 * An endpoint for webhooks.
 * @param answer status for the nth request, counted from 0; `hang` and `drop` answer nothing
 */
export async function startReceiver(
  answer: (index: number) => Answer | Promise<Answer> = () => 200,
): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const header = (name: string) => String(request.headers[name] ?? '');
    const index = received.push({
      headers: {
        id: header('svix-id'),
        timestamp: header('svix-timestamp'),
        signature: header('svix-signature'),
      },
      body: Buffer.concat(chunks).toString('utf8'),
    });
    const status = await answer(index - 1);
    if (status === 'drop') request.socket.destroy();
    else if (status !== 'hang')
      response.writeHead(status, { location: '/elsewhere' }).end(`answer ${status}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received };
}
