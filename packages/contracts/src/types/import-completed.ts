import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** An import ended well. The person who started it waits for this, so they are told. */
export const importCompleted = defineType({
  name: 'IMPORT_COMPLETED',
  category: 'imports',
  severity: 'INFO',
  priority: 'low',
  audience: ['owner', 'admin'],
  tellsActor: true,
  entity: 'import',
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({ rows: z.int().min(0) }).partial(),
  variables: { inApp: ['rows'] },
  links: [],
  texts: {
    fr: {
      title: 'Import terminé',
      messages: ['L’import est terminé. Lignes importées : {rows}.', 'L’import est terminé.'],
    },
    en: {
      title: 'Import completed',
      messages: ['The import is complete. Rows imported: {rows}.', 'The import is complete.'],
    },
  },
  digest: {
    fr: { one: 'import terminé', other: 'imports terminés' },
    en: { one: 'completed import', other: 'completed imports' },
  },
});
