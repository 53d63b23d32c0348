import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** Something a colleague did that the team should know. */
export const teamActivity = defineType({
  name: 'TEAM_ACTIVITY',
  category: 'activity',
  severity: 'INFO',
  priority: 'low',
  audience: ['owner', 'admin', 'practitioner', 'assistant'],
  tellsActor: false,
  entity: null,
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({}),
  links: ['/patients/{patientId}'],
  texts: {
    fr: { title: 'Activité de l’équipe', messages: ['Un membre de l’équipe a mis à jour un dossier.'] },
    en: { title: 'Team activity', messages: ['A team member updated a file.'] },
  },
  digest: {
    fr: { one: 'activité de l’équipe', other: 'activités de l’équipe' },
    en: { one: 'team activity', other: 'team activities' },
  },
});
