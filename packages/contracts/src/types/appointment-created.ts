import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** Someone else made an appointment. */
export const appointmentCreated = defineType({
  name: 'APPOINTMENT_CREATED',
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
    fr: { title: 'Nouveau rendez-vous', messages: ['Un rendez-vous a été pris.'] },
    en: { title: 'New appointment', messages: ['An appointment was made.'] },
  },
  digest: {
    fr: { one: 'nouveau rendez-vous', other: 'nouveaux rendez-vous' },
    en: { one: 'new appointment', other: 'new appointments' },
  },
});
