import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** A mandate went to another status. */
export const mandatStatusChanged = defineType({
  name: 'MANDAT_STATUS_CHANGED',
  alias: 'mandat.status_changed',
  category: 'activity',
  severity: 'INFO',
  priority: 'normal',
  audience: ['owner', 'admin', 'practitioner'],
  tellsActor: false,
  entity: 'mandat',
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({ title: z.string().max(120), status: z.string().max(40) }).partial(),
  variables: { inApp: ['title', 'status'] },
  links: [],
  texts: {
    fr: {
      title: 'Statut d’un mandat',
      messages: [
        'Le mandat «\u00a0{title}\u00a0» est passé au statut «\u00a0{status}\u00a0».',
        'Le statut du mandat «\u00a0{title}\u00a0» a changé.',
        'Le statut d’un mandat a changé.',
      ],
    },
    en: {
      title: 'Mandate status',
      messages: [
        'The mandate {title} went to the status {status}.',
        'The status of the mandate {title} changed.',
        'The status of a mandate changed.',
      ],
    },
  },
  digest: {
    fr: { one: 'mandat au statut modifié', other: 'mandats au statut modifié' },
    en: { one: 'mandate status change', other: 'mandate status changes' },
  },
});
