import { z } from 'zod';
import { defineType } from '../define-type.ts';

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
  payload: z.object({}),
  inAppVariables: [],
  links: ['/patients/{patientId}'],
  texts: {
    fr: { title: 'Rappel de rendez-vous', messages: ['Un rendez-vous approche.'] },
    en: { title: 'Appointment reminder', messages: ['An appointment is coming up.'] },
  },
});
