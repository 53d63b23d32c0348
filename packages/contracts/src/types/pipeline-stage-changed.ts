import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** Something went to another stage of its pipeline. */
export const pipelineStageChanged = defineType({
  name: 'PIPELINE_STAGE_CHANGED',
  alias: 'pipeline.stage_changed',
  category: 'activity',
  severity: 'INFO',
  priority: 'normal',
  audience: ['owner', 'admin', 'practitioner'],
  tellsActor: false,
  entity: 'pipeline',
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({ stage: z.string().max(80) }).partial(),
  variables: { inApp: ['stage'] },
  links: [],
  texts: {
    fr: {
      title: 'Changement d’étape',
      messages: ['Un dossier est passé à l’étape «\u00a0{stage}\u00a0».', 'Un dossier a changé d’étape.'],
    },
    en: {
      title: 'Stage changed',
      messages: ['A file went to the stage {stage}.', 'A file went to another stage.'],
    },
  },
  digest: {
    fr: { one: 'changement d’étape', other: 'changements d’étape' },
    en: { one: 'stage change', other: 'stage changes' },
  },
});
