import { categories, frequencies, locales, priorities } from '@cassius/contracts';
import { z } from 'zod';
import { changeOf, idOf, oneOf } from '../http/fields.ts';
import { defineOperation } from '../http/operation.ts';

const timeOfDay = z.string().meta({ description: '`HH:MM`.', example: '08:00' });
const layer = z
  .string()
  .describe('`mandatory`, `override`, `type_preference`, `preference`, `organisation_default` or `default`.');
const channels = { in_app: z.boolean(), email: z.boolean(), push: z.boolean(), sms: z.boolean() };

const state = z
  .object({
    preferences: z.array(
      z.object({
        category: z.enum(categories),
        ...channels,
        frequency: z.enum(frequencies).describe('Of emails; in-app is immediate.'),
        is_default: z.boolean().describe('Whether the caller has never chosen.'),
      }),
    ),
    types: z.array(
      z.object({
        type: z.string(),
        category: z.enum(categories),
        priority: z.enum(priorities),
        mandatory: z.boolean(),
        ...channels,
        in_app_source: layer,
        email_source: layer,
        push_source: layer,
        sms_source: layer,
        frequency: z.enum(frequencies),
        frequency_source: layer,
        override_reason: z.string().nullable().describe('Why an admin or operator forces something.'),
      }),
    ),
    settings: z.object({
      digest_at: timeOfDay,
      digest_weekday: z.int().min(1).max(7).describe('ISO 8601: 1 is Monday.'),
      quiet_from: timeOfDay.nullable(),
      quiet_until: timeOfDay.nullable(),
    }),
    profile: z.object({
      locale: z.enum(locales).nullable().describe('Null: the organisation’s.'),
      timezone: z.string().nullable().describe('IANA name; null: the organisation’s.'),
    }),
    organisation: z.object({ locale: z.enum(locales), timezone: z.string() }),
  })
  .meta({ id: 'Preferences', description: 'What the caller hears of in one organisation, how and when.' });

const answers = { 200: { description: 'As they apply now.', body: state } };

export const getPreferences = defineOperation({
  id: 'getPreferences',
  method: 'get',
  path: '/api/notifications/preferences',
  tag: 'Preferences',
  summary: 'Tell what applies to the caller in one organisation',
  query: z.object({ organisation_id: idOf('an organisation') }),
  answers,
  notFound: 'organisation',
});

const TIME = 'must be a time of day, HH:MM';
const time = z.string(TIME).regex(/^([01]\d|2[0-3]):[0-5]\d$/, TIME);
const WEEKDAY = 'must be a day from 1, Monday, to 7';
const onOrOff = z
  .boolean('must be true, false or null')
  .nullable()
  .optional()
  .describe('Null: no wish of one’s own, so that the organisation’s applies.');

export const changePreferences = defineOperation({
  id: 'changePreferences',
  method: 'patch',
  path: '/api/notifications/preferences',
  tag: 'Preferences',
  summary: 'Change what the caller hears of, how and when',
  description:
    'What is not named stays as it applies now. What an organisation imposes is kept as a wish, and does not apply.',
  body: changeOf(
    {
      preference: changeOf(
        {
          in_app: onOrOff,
          email: onOrOff,
          push: onOrOff,
          sms: onOrOff,
          frequency: oneOf(frequencies).nullable().optional().describe('Null: as above.'),
        },
        { category: oneOf(categories) },
      ).optional(),
      settings: changeOf({
        digest_at: time.optional(),
        digest_weekday: z.int(WEEKDAY).min(1, WEEKDAY).max(7, WEEKDAY).optional(),
        quiet_from: time.nullable().optional().describe('Null, and `quiet_until` too: no quiet hours.'),
        quiet_until: time.nullable().optional(),
      }).optional(),
      profile: changeOf({
        locale: oneOf(locales).nullable().optional(),
        timezone: z.string('must be an IANA name').max(64, 'must be an IANA name').nullable().optional(),
      })
        .optional()
        .describe('In every organisation.'),
    },
    { organisationId: idOf('an organisation') },
  ),
  answers,
  notFound: 'organisation',
});
