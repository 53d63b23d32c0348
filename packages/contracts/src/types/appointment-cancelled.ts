import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** Someone else cancelled an appointment. */
export const appointmentCancelled = defineType({
  name: 'APPOINTMENT_CANCELLED',
  category: 'reminders',
  severity: 'INFO',
  priority: 'normal',
  audience: ['practitioner', 'assistant'],
  tellsActor: false,
  entity: 'appointment',
  defaults: { inApp: true, email: true, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({}),
  links: ['/patients/{patientId}'],
  emailTemplate: 'alert',
  texts: {
    fr: { title: 'Rendez-vous annulé', messages: ['Un rendez-vous a été annulé.'] },
    en: { title: 'Appointment cancelled', messages: ['An appointment was cancelled.'] },
  },
  digest: {
    fr: { one: 'rendez-vous annulé', other: 'rendez-vous annulés' },
    en: { one: 'cancelled appointment', other: 'cancelled appointments' },
  },
});
