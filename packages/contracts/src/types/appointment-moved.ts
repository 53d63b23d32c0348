import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** Someone else moved an appointment. */
export const appointmentMoved = defineType({
  name: 'APPOINTMENT_MOVED',
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
    fr: { title: 'Rendez-vous déplacé', messages: ['Un rendez-vous a été déplacé.'] },
    en: { title: 'Appointment moved', messages: ['An appointment was moved.'] },
  },
  digest: {
    fr: { one: 'rendez-vous déplacé', other: 'rendez-vous déplacés' },
    en: { one: 'moved appointment', other: 'moved appointments' },
  },
});
