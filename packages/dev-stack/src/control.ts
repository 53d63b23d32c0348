import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Service } from './service.ts';
import type { State } from './state.ts';

export interface Control extends Service {
  readonly port: number;
  readonly token: string;
}

/**
 * Lets other commands give an order to the running stack. The token is in the state file, which only the owner of the
 * stack can read.
 * @param orders name of an order → what to do
 */
export async function startControl(orders: Record<string, () => Promise<void>>): Promise<Control> {
  const token = randomBytes(24).toString('base64url');
  const server = createServer((request, response) => {
    const answer = (status: number, text: string) => response.writeHead(status).end(text);
    const order = orders[(request.url ?? '').slice(1)];
    const shown = Buffer.from(request.headers.authorization ?? '');
    const wanted = Buffer.from(`Bearer ${token}`);
    if (shown.length !== wanted.length || !timingSafeEqual(shown, wanted))
      return answer(401, 'token refused');
    if (request.method !== 'POST' || !order) return answer(404, 'no such order');
    order().then(
      () => answer(200, 'done'),
      (error: unknown) => answer(500, (error as Error).message),
    );
  });
  // An order takes as long as it takes.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  return {
    name: 'control',
    port: (server.address() as AddressInfo).port,
    token,
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * Gives an order to a running stack and waits until it is carried out.
 * @throws with the stack's words when it fails
 */
export async function giveOrder(control: NonNullable<State['control']>, order: string): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${control.port}/${order}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${control.token}` },
  });
  if (!response.ok) throw new Error(await response.text());
}
