export { createSupabaseApi } from './store/supabase-api.ts';
export { createSupabasePreferences } from './store/supabase-preferences.ts';
