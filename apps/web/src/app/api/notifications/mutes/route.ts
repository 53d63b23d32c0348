import { readRoute, route } from '../../../../features/http/handler.ts';
import { reply } from '../../../../features/http/operation.ts';
import { listMutes, mute } from '../../../../features/notifications/mutes.ts';
import * as operations from '../../../../features/notifications/operations/mutes.ts';

export const GET = readRoute(operations.listMutes, async ({ supabase, query }) =>
  reply(200, { mutes: await listMutes(supabase, query.organisation_id) }),
);

export const POST = route(operations.addMute, async ({ supabase, body }) => {
  const { mute: it, isNew } = await mute(supabase, body);
  return reply(isNew ? 201 : 200, { mute: it });
});
