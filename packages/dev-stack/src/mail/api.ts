import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { addressOf } from './email.ts';
import { type Failures, failureSchema } from './failures.ts';
import { invalidField, problem } from './problem.ts';
import type { MailStore } from './store.ts';
import { webhookRoutes } from './webhooks/routes.ts';
import type { Webhooks } from './webhooks.ts';

/** Keeps proxies and browsers from closing a silent stream. */
const heartbeat = 20_000;

export interface ApiOptions {
  store: MailStore;
  failures: Failures;
  webhooks: Webhooks;
}

/** What tests and the inbox read: the messages, the failures to show, the webhooks, and a stream of changes. */
export function apiRoutes({ store, failures, webhooks }: ApiOptions): Hono {
  const app = new Hono();
  app.route('/webhooks', webhookRoutes({ store, webhooks }));

  app.get('/messages', (c) => {
    const to = c.req.query('to')?.toLowerCase();
    const all = store.messages();
    return c.json(to ? all.filter((message) => message.to.some((one) => addressOf(one) === to)) : all);
  });
  app.get('/messages/:id', (c) => {
    const message = store.message(c.req.param('id'));
    return message ? c.json(message) : problem(404, 'not_found', 'No message has this id.');
  });
  app.delete('/messages', async (c) => {
    await store.clear();
    return c.body(null, 204);
  });

  app.get('/failures', (c) => c.json(failures.list()));
  app.post('/failures', async (c) => {
    const body = await c.req.json().catch(() => null); // not JSON: refused below with the schema's words
    const parsed = failureSchema.safeParse(body);
    if (!parsed.success) return invalidField(parsed.error);
    failures.add(parsed.data);
    return c.json(parsed.data, 201);
  });
  app.delete('/failures', (c) => {
    failures.clear();
    return c.body(null, 204);
  });

  app.get('/events', (c) =>
    streamSSE(c, async (stream) => {
      const unsubscribe = store.subscribe(() => void stream.writeSSE({ event: 'change', data: '' }));
      stream.onAbort(unsubscribe);
      await stream.write(': listening\n\n');
      while (!stream.aborted && !stream.closed) {
        await stream.sleep(heartbeat);
        await stream.write(': still here\n\n');
      }
    }),
  );

  return app;
}
