import { z } from 'zod';
import { defineType } from '../define-type.ts';
import { roles } from '../vocabulary.ts';

/** Someone may now administer the organisation. A matter of security, so that even who did it is told. */
export const adminPromoted = defineType({
  name: 'ADMIN_PROMOTED',
  alias: 'MinisterPromotedToSuperAdminEvent',
  category: 'system',
  severity: 'WARNING',
  priority: 'high',
  mandatory: true,
  /** By now the new administrator is one of them. */
  audience: ['owner', 'admin'],
  tellsActor: true,
  entity: 'member',
  defaults: { inApp: true, email: true, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({ from: z.enum(roles), to: z.enum(roles) }).partial(),
  links: [],
  texts: {
    fr: {
      title: 'Nouvel administrateur',
      messages: ['Un membre peut désormais administrer l’organisation.'],
    },
    en: { title: 'New administrator', messages: ['A member may now administer the organisation.'] },
  },
  digest: {
    fr: { one: 'nouvel administrateur', other: 'nouveaux administrateurs' },
    en: { one: 'new administrator', other: 'new administrators' },
  },
  emailTexts: {
    fr: {
      subject: 'Changement de droits dans Cassius',
      title: 'Un membre a reçu des droits d’administration',
      messages: [
        'Un membre peut désormais administrer l’organisation. Vérifiez dans Cassius que ce changement est attendu.',
      ],
      cta: 'Voir le changement dans Cassius',
    },
    en: {
      subject: 'Change of rights in Cassius',
      title: 'A member was given administration rights',
      messages: [
        'A member may now administer the organisation. Check in Cassius that this change is expected.',
      ],
      cta: 'View the change in Cassius',
    },
  },
});
