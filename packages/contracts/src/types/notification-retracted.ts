import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** What a notification says once its event was withdrawn or its subject deleted. Its row keeps its own type. */
export const notificationRetracted = defineType({
  name: 'NOTIFICATION_RETRACTED',
  category: 'activity',
  severity: 'INFO',
  priority: 'low',
  internal: true,
  audience: [],
  tellsActor: true,
  entity: null,
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({}),
  variables: { inApp: [] },
  links: [],
  texts: {
    fr: { title: 'Contenu supprimé', messages: ['Cette notification n’est plus disponible.'] },
    en: { title: 'Content removed', messages: ['This notification is no longer available.'] },
  },
  digest: {
    fr: { one: 'contenu supprimé', other: 'contenus supprimés' },
    en: { one: 'removed item', other: 'removed items' },
  },
});
