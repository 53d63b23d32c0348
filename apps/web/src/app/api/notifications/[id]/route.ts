import { route } from '../../../../features/http/handler.ts';
import { reply } from '../../../../features/http/operation.ts';
import { changeNotification } from '../../../../features/notifications/one.ts';
import { archiveOne, changeOne } from '../../../../features/notifications/operations/one.ts';

export const PATCH = route(changeOne, async ({ supabase, params, body }) =>
  reply(200, { notification: await changeNotification(supabase, params.id, body) }),
);

/** Takes a notification out of the inbox; the row stays, archived. */
export const DELETE = route(archiveOne, async ({ supabase, params }) => {
  await changeNotification(supabase, params.id, { archived: true });
  return reply(204);
});
