import { z } from 'zod';
import { errorsOf, type FormState, textsOf } from '../forms/form-state.ts';
import { instantAt, isCalendarDate, localDate } from './local-time.ts';

export const FIELDS = ['patientId', 'practitionerId', 'date', 'time', 'duration'] as const;
export type AppointmentField = (typeof FIELDS)[number];
export type AppointmentFormState = FormState<AppointmentField>;

const LONGEST = 12 * 60;
const LATEST = '2200-01-01';

const input = z.object({
  practitionerId: z.guid('Praticien\u00a0: choisissez-le.'),
  date: z
    .string()
    .refine(isCalendarDate, 'Date\u00a0: choisissez un jour.')
    .refine((date) => date < LATEST, 'Date\u00a0: choisissez un jour avant 2200.'),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Heure\u00a0: saisissez-la, par exemple 09:30.'),
  duration: z.coerce
    .number('Durée\u00a0: choisissez-la.')
    .int('Durée\u00a0: choisissez-la.')
    .min(5, 'Durée\u00a0: 5 minutes au moins.')
    .max(LONGEST, 'Durée\u00a0: 12 heures au plus.'),
});

const PAST_DAY = 'Date\u00a0: choisissez un jour à venir.';

export interface Slot {
  practitionerId: string;
  startsAt: Date;
  endsAt: Date;
}

/**
 * Reads when and with whom an appointment is to be.
 * @param timeZone the practice's clock, which the time is meant on
 * @returns the slot, or the answer that says what is wrong with it
 */
export function slotIn(form: FormData, timeZone: string): { slot: Slot } | { refusal: AppointmentFormState } {
  const values = textsOf(form, FIELDS);
  const refusal = (errors: AppointmentFormState['errors']) => ({ refusal: { values, errors } });
  const parsed = input.safeParse(values);
  // Told together with what else is wrong.
  const past = isCalendarDate(values.date) && values.date < localDate(new Date(), timeZone);
  if (!parsed.success) return refusal({ ...(past && { date: PAST_DAY }), ...errorsOf(parsed.error) });
  if (past) return refusal({ date: PAST_DAY });
  const { date, time, duration, practitionerId } = parsed.data;
  const startsAt = instantAt(date, time, timeZone);
  if (startsAt === null) {
    return refusal({ time: 'Heure\u00a0: ce jour-là, l’horloge passe à l’heure d’été et la saute.' });
  }
  if (startsAt.getTime() <= Date.now()) return refusal({ time: 'Heure\u00a0: elle est déjà passée.' });
  return {
    slot: { practitionerId, startsAt, endsAt: new Date(startsAt.getTime() + duration * 60_000) },
  };
}
