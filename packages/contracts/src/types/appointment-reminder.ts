import { z } from 'zod';
import { defineType } from '../define-type.ts';
import { clockTime } from '../payload-fields.ts';

/** An appointment is near. */
export const appointmentReminder = defineType({
  name: 'APPOINTMENT_REMINDER',
  category: 'reminders',
  severity: 'INFO',
  priority: 'normal',
  audience: ['practitioner', 'assistant'],
  tellsActor: true,
  entity: 'appointment',
  defaults: { inApp: true, email: true, push: false, sms: false, frequency: 'IMMEDIATE' },
  /** More than the earliest reminder that an organisation can ask for. */
  expiresAfter: { hours: 31 * 24 },
  payload: z
    .object({
      /** How long before the appointment. */
      hours: z.int().min(1).max(8760),
      /** When it starts, on the practice's clock. */
      time: clockTime,
    })
    .partial(),
  variables: { inApp: ['hours', 'time'] },
  links: ['/patients/{patientId}'],
  texts: {
    fr: {
      title: 'Rappel de rendez-vous',
      messages: [
        'Un rendez-vous commence dans {hours}\u00a0h, à {time}.',
        'Un rendez-vous commence à {time}.',
        'Un rendez-vous commence dans {hours}\u00a0h.',
        'Un rendez-vous approche.',
      ],
    },
    en: {
      title: 'Appointment reminder',
      messages: [
        'An appointment starts in {hours}\u00a0h, at {time}.',
        'An appointment starts at {time}.',
        'An appointment starts in {hours}\u00a0h.',
        'An appointment is coming up.',
      ],
    },
  },
  digest: {
    fr: { one: 'rappel de rendez-vous', other: 'rappels de rendez-vous' },
    en: { one: 'appointment reminder', other: 'appointment reminders' },
  },
});
