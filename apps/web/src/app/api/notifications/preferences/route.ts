import { route } from '../../../../features/http/handler.ts';
import { reply } from '../../../../features/http/operation.ts';
import { loadPreferences } from '../../../../features/preferences/load.ts';
import { changePreferences, getPreferences } from '../../../../features/preferences/operations.ts';
import { savePreferences } from '../../../../features/preferences/save.ts';

export const GET = route(getPreferences, async ({ supabase, userId, query }) =>
  reply(200, await loadPreferences(supabase, userId, query.organisation_id, 'organisation_id')),
);

export const PATCH = route(changePreferences, async ({ supabase, userId, body }) =>
  reply(200, await savePreferences(supabase, userId, body)),
);
