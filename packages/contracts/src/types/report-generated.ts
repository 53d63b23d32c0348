import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** A report or an export is ready. The person who asked for it waits for this, so they are told. */
export const reportGenerated = defineType({
  name: 'REPORT_GENERATED',
  alias: 'report.generated',
  category: 'activity',
  severity: 'INFO',
  priority: 'low',
  audience: ['owner', 'admin'],
  tellsActor: true,
  entity: 'report',
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({ title: z.string().max(120) }).partial(),
  variables: { inApp: ['title'] },
  links: [],
  texts: {
    fr: {
      title: 'Rapport disponible',
      messages: ['Le rapport «\u00a0{title}\u00a0» est disponible.', 'Un rapport est disponible.'],
    },
    en: {
      title: 'Report available',
      messages: ['The report {title} is available.', 'A report is available.'],
    },
  },
  digest: {
    fr: { one: 'rapport disponible', other: 'rapports disponibles' },
    en: { one: 'available report', other: 'available reports' },
  },
});
