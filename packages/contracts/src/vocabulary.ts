import { Constants } from './database.generated.ts';

/** The closed lists that the database, the HTTP API and the screens share: the SQL enums are their only source. */
const enums = Constants.public.Enums;

export const categories = enums.notification_category;
export type Category = (typeof categories)[number];

export const severities = enums.notification_severity;
export type Severity = (typeof severities)[number];

/** From low to critical. */
export const priorities = enums.notification_priority;
export type Priority = (typeof priorities)[number];

export const frequencies = enums.notification_frequency;
export type Frequency = (typeof frequencies)[number];

export const roles = enums.member_role;
export type Role = (typeof roles)[number];

export const locales = ['fr', 'en'] as const;
export type Locale = (typeof locales)[number];

/** What an event can be about. Those with a table of their own are checked to belong to the event's organisation. */
export const entityTypes = [
  'implant',
  'appointment',
  'document',
  'import',
  'task',
  'mandat',
  'organisation',
  'note',
  'meeting',
  'pipeline',
  'report',
  'message',
  'validation',
  'space',
  'payment',
  'member',
  'patient',
  'invoice',
  'image',
  'stock_item',
] as const;
export type EntityType = (typeof entityTypes)[number];
