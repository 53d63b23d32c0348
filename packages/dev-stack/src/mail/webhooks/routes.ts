import { Hono } from 'hono';
import { z } from 'zod';
import { addressOf } from '../email.ts';
import { invalidField, problem } from '../problem.ts';
import type { MailStore } from '../store.ts';
import type { SentWebhook, Webhooks } from '../webhooks.ts';
import { EVENT_TYPES, eventOf } from './event.ts';

const byHand = z
  .strictObject({
    emailId: z.string().optional(),
    to: z.string().optional(),
    type: z.enum(EVENT_TYPES),
    /** `svix-id`: one that was used before makes a duplicate. */
    id: z.string().min(1).optional(),
    createdAt: z.iso.datetime().optional(),
    /** Fields of `data` that are to be different. */
    data: z.record(z.string(), z.unknown()).default({}),
  })
  .refine(({ emailId, to }) => (emailId === undefined) !== (to === undefined), {
    message: 'Give emailId or to, one of them.',
    path: ['emailId'],
  });

const settings = z.strictObject({
  automatic: z.boolean().optional(),
  domains: z
    .array(
      z
        .string()
        .toLowerCase()
        .regex(/^([a-z0-9-]+\.)+test$/, 'must be a domain that ends with .test'),
    )
    .optional(),
});

/** `/api/webhooks`: what was sent and how it was answered, and events by hand. */
export function webhookRoutes({ store, webhooks }: { store: MailStore; webhooks: Webhooks }): Hono {
  const app = new Hono();

  app.get('/', (c) => {
    const { emailId, type } = c.req.query();
    return c.json(
      webhooks
        .list()
        .filter(({ event }) => emailId === undefined || event.data.email_id === emailId)
        .filter(({ event }) => type === undefined || event.type === type),
    );
  });
  app.delete('/', (c) => {
    webhooks.clear();
    return c.body(null, 204);
  });
  app.post('/', async (c) => {
    const parsed = byHand.safeParse(await c.req.json().catch(() => null)); // not JSON: refused with the schema's words
    if (!parsed.success) return invalidField(parsed.error);
    const { emailId, to, type, id, createdAt, data } = parsed.data;
    const address = to === undefined ? null : (addressOf(to) ?? '');
    const message = store
      .messages()
      .find((each) => each.id === emailId || each.to.some((one) => addressOf(one) === address));
    if (!message) return problem(404, 'not_found', 'No email has this id or recipient.');
    return answer(await webhooks.send(eventOf(message, type, data, createdAt), id));
  });
  app.post('/:id/replay', async (c) => {
    const before = webhooks.list().find(({ id }) => id === c.req.param('id'));
    if (!before) return problem(404, 'not_found', 'No webhook has this id.');
    return answer(await webhooks.send(before.event, before.id));
  });

  app.get('/settings', (c) => c.json(webhooks.settings));
  app.put('/settings', async (c) => {
    const parsed = settings.safeParse(await c.req.json().catch(() => null)); // as above
    if (!parsed.success) return invalidField(parsed.error);
    webhooks.configure(parsed.data);
    return c.json(webhooks.settings);
  });

  return app;
}

const answer = (sent: SentWebhook | null): Response =>
  sent ? Response.json(sent) : problem(409, 'no_endpoint', 'This server was given nowhere to send webhooks.');
