import { route } from '../../../../../features/http/handler.ts';
import { reply } from '../../../../../features/http/operation.ts';
import { unmute } from '../../../../../features/notifications/mutes.ts';
import { removeMute } from '../../../../../features/notifications/operations/mutes.ts';

export const DELETE = route(removeMute, async ({ supabase, params }) => {
  await unmute(supabase, params.id);
  return reply(204);
});
