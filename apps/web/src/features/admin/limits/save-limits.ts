'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { requireUser } from '../../auth/session.ts';
import { type Constraints, type FormState, refused, succeeded } from '../../forms/form-state.ts';
import { sessionClient } from '../../supabase/server.ts';

type Field = 'rateLimit' | 'reminderHours' | 'retentionDays';

const RATE_LIMIT = 'Notifications par minute\u00a0: saisissez un nombre entier de 1 à 10\u202f000.';
const REMINDERS = 'Rappels\u00a0: cinq au plus, en heures entières de 1 à 720, séparées par des espaces.';
const RETENTION = 'Conservation\u00a0: saisissez un nombre entier de 1 à 36\u202f500.';

const wholeNumber = (rule: string, most: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,5}$/, rule)
    .transform(Number)
    .refine((value) => value >= 1 && value <= most, rule);

const input = z.object({
  rateLimit: wholeNumber(RATE_LIMIT, 10_000),
  reminderHours: z
    .string()
    .trim()
    .transform((text) => text.split(/[\s,;]+/).filter((word) => word !== ''))
    .pipe(z.array(wholeNumber(REMINDERS, 720)).max(5, REMINDERS))
    .transform((hours) => [...new Set(hours)].sort((a, b) => b - a)),
  retentionDays: wholeNumber(RETENTION, 36_500),
});

const constraints: Constraints<Field> = {
  rate_limit_in_range: { field: 'rateLimit', message: RATE_LIMIT },
  reminder_hours_in_range: { field: 'reminderHours', message: REMINDERS },
  at_most_five_reminders: { field: 'reminderHours', message: REMINDERS },
  retention_in_range: { field: 'retentionDays', message: RETENTION },
};

/** Saves the limits of an organisation. */
export async function saveLimits(_state: FormState<Field>, form: FormData): Promise<FormState<Field>> {
  await requireUser();
  const organisationId = z.guid().parse(form.get('organisationId'));
  const parsed = input.safeParse(Object.fromEntries(form));
  if (!parsed.success) {
    const errors: FormState<Field>['errors'] = {};
    for (const { path, message } of parsed.error.issues) errors[path[0] as Field] ??= message;
    return { errors };
  }
  const { rateLimit, reminderHours, retentionDays } = parsed.data;
  const supabase = await sessionClient();
  const { error } = await supabase.from('organisation_notification_settings').upsert({
    organisation_id: organisationId,
    rate_limit_per_minute: rateLimit,
    reminder_hours: reminderHours,
    retention_days: retentionDays,
  });
  if (error) return refused(error, constraints);
  refresh();
  return succeeded('Limites enregistrées.');
}
