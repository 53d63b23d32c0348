import { entityTypes } from '@cassius/contracts';
import { z } from 'zod';
import { idOf, instant, later, oneOf } from '../../http/fields.ts';
import { defineOperation } from '../../http/operation.ts';

const subject = {
  organisationId: idOf('an organisation'),
  entityType: oneOf(entityTypes).describe('As in an event; `patient`: everything about that patient’s file.'),
  entityId: z.guid('must be a UUID'),
};

const mute = z
  .object({
    id: z.guid(),
    organisationId: z.guid(),
    entityType: z.string(),
    entityId: z.guid(),
    mutedUntil: instant.nullable().describe('Null: until it is lifted.'),
    label: z
      .string()
      .nullable()
      .describe(
        'What the subject is called, as far as the caller may read it and it has a name: that of the patient.',
      ),
  })
  .meta({ id: 'Mute', description: 'A subject that the caller wants to hear nothing about.' });

export const listMutes = defineOperation({
  id: 'listMutes',
  method: 'get',
  path: '/api/notifications/mutes',
  tag: 'Mutes',
  summary: 'List what the caller has muted',
  query: z.object({
    organisation_id: subject.organisationId.optional().describe('One organisation; every one without it.'),
  }),
  answers: {
    200: {
      description: 'Those that have not ended, newest first.',
      body: z.object({ mutes: z.array(mute) }),
    },
  },
});

const muted = z.object({ mute });

export const addMute = defineOperation({
  id: 'mute',
  method: 'post',
  path: '/api/notifications/mutes',
  tag: 'Mutes',
  summary: 'Hear nothing more about a subject',
  description: 'Mandatory types are still shown in the application. Can be repeated: the last `until` holds.',
  body: z.strictObject({ ...subject, until: later.optional().describe('Until it is lifted without it.') }),
  answers: {
    200: { description: 'It was muted already, and is now as asked.', body: muted },
    201: { description: 'It is muted.', body: muted },
  },
  notFound: 'organisation',
});

export const removeMute = defineOperation({
  id: 'unmute',
  method: 'delete',
  path: '/api/notifications/mutes/{id}',
  tag: 'Mutes',
  summary: 'Hear about a subject again',
  params: z.object({ id: z.guid('must be a UUID') }),
  answers: { 204: { description: 'It is lifted.' } },
  notFound: 'mute',
});
