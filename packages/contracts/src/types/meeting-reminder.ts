import { z } from 'zod';
import { defineType } from '../define-type.ts';
import { clockTime } from '../payload-fields.ts';

/** A meeting is near. */
export const meetingReminder = defineType({
  name: 'MEETING_REMINDER',
  alias: 'meeting.reminder',
  category: 'reminders',
  severity: 'INFO',
  priority: 'normal',
  /** Those who are invited are named by the event. */
  audience: ['owner', 'admin', 'practitioner', 'assistant'],
  tellsActor: true,
  entity: 'meeting',
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  expiresAfter: { hours: 2 * 24 },
  payload: z.object({ time: clockTime }).partial(),
  variables: { inApp: ['time'] },
  links: [],
  texts: {
    fr: { title: 'Rappel de réunion', messages: ['Une réunion commence à {time}.', 'Une réunion approche.'] },
    en: { title: 'Meeting reminder', messages: ['A meeting starts at {time}.', 'A meeting is coming up.'] },
  },
  digest: {
    fr: { one: 'rappel de réunion', other: 'rappels de réunion' },
    en: { one: 'meeting reminder', other: 'meeting reminders' },
  },
});
