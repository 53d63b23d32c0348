import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** An appointment was made, moved or cancelled by someone else. */
export const appointmentUpdated = defineType({
  name: 'APPOINTMENT_UPDATED',
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
    fr: { title: 'Rendez-vous modifié', messages: ['Un rendez-vous a été modifié.'] },
    en: { title: 'Appointment changed', messages: ['An appointment was changed.'] },
  },
  digest: {
    fr: { one: 'rendez-vous modifié', other: 'rendez-vous modifiés' },
    en: { one: 'changed appointment', other: 'changed appointments' },
  },
});
