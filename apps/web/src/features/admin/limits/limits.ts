import type { Supabase } from '../../supabase/server.ts';

export interface Limits {
  rateLimit: number;
  reminderHours: number[];
  retentionDays: number;
}

/** What applies without a row: the defaults of the columns of organisation_notification_settings. */
export const USUAL_LIMITS: Limits = { rateLimit: 20, reminderHours: [24, 2], retentionDays: 365 };

/** The limits of an organisation; null when it has set none. */
export async function getLimits(supabase: Supabase, organisationId: string): Promise<Limits | null> {
  const { data, error } = await supabase
    .from('organisation_notification_settings')
    .select('rate_limit_per_minute, reminder_hours, retention_days')
    .eq('organisation_id', organisationId)
    .maybeSingle();
  if (error) throw new Error(`limits: ${error.message}`);
  return (
    data && {
      rateLimit: data.rate_limit_per_minute,
      reminderHours: data.reminder_hours,
      retentionDays: data.retention_days,
    }
  );
}
