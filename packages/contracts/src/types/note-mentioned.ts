import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** A colleague wrote someone’s name in a note. The note itself stays where it was written. */
export const noteMentioned = defineType({
  name: 'NOTE_MENTIONED',
  alias: 'note.mentioned',
  category: 'activity',
  severity: 'INFO',
  priority: 'high',
  /** Whoever is mentioned is named by the event. */
  audience: ['owner', 'admin', 'practitioner', 'assistant'],
  tellsActor: false,
  entity: 'note',
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({}),
  links: ['/patients/{patientId}'],
  texts: {
    fr: { title: 'Mention dans une note', messages: ['Une note mentionne un membre de l’équipe.'] },
    en: { title: 'Mention in a note', messages: ['A note mentions a team member.'] },
  },
  digest: {
    fr: { one: 'mention dans une note', other: 'mentions dans des notes' },
    en: { one: 'mention in a note', other: 'mentions in notes' },
  },
});
