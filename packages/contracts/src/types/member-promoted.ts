import { z } from 'zod';
import { defineType } from '../define-type.ts';
import { roles } from '../vocabulary.ts';

/** A member was given a role with more rights. */
export const memberPromoted = defineType({
  name: 'MEMBER_PROMOTED',
  alias: 'UserPromotedToMinisterEvent',
  category: 'system',
  severity: 'INFO',
  priority: 'normal',
  /** Whoever was promoted is named by the event. */
  audience: ['owner', 'admin'],
  tellsActor: false,
  entity: 'member',
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({ from: z.enum(roles), to: z.enum(roles) }).partial(),
  links: [],
  texts: {
    fr: { title: 'Nouveau rôle', messages: ['Un rôle plus étendu a été accordé.'] },
    en: { title: 'New role', messages: ['A role with more rights was given.'] },
  },
  digest: {
    fr: { one: 'promotion', other: 'promotions' },
    en: { one: 'promotion', other: 'promotions' },
  },
});
