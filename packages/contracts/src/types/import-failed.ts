import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** An import stopped. The reason stays in the import's own page: a line of it may hold a patient's data. */
export const importFailed = defineType({
  name: 'IMPORT_FAILED',
  category: 'imports',
  severity: 'WARNING',
  priority: 'high',
  audience: ['owner', 'admin'],
  tellsActor: true,
  entity: 'import',
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({}),
  links: [],
  texts: {
    fr: { title: 'Échec d’un import', messages: ['Un import n’a pas abouti.'] },
    en: { title: 'Import failed', messages: ['An import did not complete.'] },
  },
  digest: {
    fr: { one: 'échec d’import', other: 'échecs d’import' },
    en: { one: 'failed import', other: 'failed imports' },
  },
});
