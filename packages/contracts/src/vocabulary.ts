/** The closed lists that the database, the HTTP API and the screens share. The migrations declare the same words as SQL enums. */

export const categories = ['alerts', 'activity', 'imports', 'system', 'messages', 'reminders'] as const;
export type Category = (typeof categories)[number];

export const severities = ['INFO', 'WARNING', 'CRITICAL'] as const;
export type Severity = (typeof severities)[number];

export const priorities = ['low', 'normal', 'high', 'critical'] as const;
export type Priority = (typeof priorities)[number];

export const frequencies = ['IMMEDIATE', 'DAILY', 'WEEKLY', 'NONE'] as const;
export type Frequency = (typeof frequencies)[number];

export const roles = ['owner', 'admin', 'practitioner', 'assistant', 'operator', 'client'] as const;
export type Role = (typeof roles)[number];

export const locales = ['fr', 'en'] as const;
export type Locale = (typeof locales)[number];

/** What an event can be about. Those with a table of their own are checked to belong to the event's organisation. */
export const entityTypes = ['implant', 'appointment', 'document', 'import'] as const;
export type EntityType = (typeof entityTypes)[number];
