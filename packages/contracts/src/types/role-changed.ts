import { z } from 'zod';
import { defineType } from '../define-type.ts';
import { roles } from '../vocabulary.ts';

/** A member’s role changed in another way. */
export const roleChanged = defineType({
  name: 'ROLE_CHANGED',
  category: 'system',
  severity: 'INFO',
  priority: 'normal',
  /** Whoever has the new role is named by the event. */
  audience: ['owner', 'admin'],
  tellsActor: false,
  entity: 'member',
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({ from: z.enum(roles), to: z.enum(roles) }).partial(),
  links: [],
  texts: {
    fr: { title: 'Changement de rôle', messages: ['Le rôle d’un membre a changé.'] },
    en: { title: 'Role changed', messages: ['The role of a member changed.'] },
  },
  digest: {
    fr: { one: 'changement de rôle', other: 'changements de rôle' },
    en: { one: 'role change', other: 'role changes' },
  },
});
