import { categories, priorities, severities } from '@cassius/contracts';
import type { Database } from '@cassius/contracts/database';
import { z } from 'zod';
import { instant } from '../http/fields.ts';

/** Its columns but `lexemes`, which is for searching. */
type Row = Omit<Database['public']['Tables']['notifications']['Row'], 'lexemes'>;

/** A row of `public.notifications`, as the API answers it: names and values are the table's. */
export const notificationRow = z
  .object({
    id: z.guid(),
    organisation_id: z.guid(),
    user_id: z.guid(),
    event_id: z.guid(),
    type: z.string().describe('The name of a notification type.'),
    category: z.enum(categories),
    severity: z.enum(severities),
    priority: z.enum(priorities),
    title: z.string(),
    message: z.string(),
    entity_type: z.string().nullable().describe('What it is about, such as `implant`.'),
    entity_id: z.guid().nullable(),
    patient_id: z.guid().nullable(),
    team_id: z.guid().nullable(),
    link: z.string().nullable().describe('Where a click goes, inside the application; null: nowhere.'),
    is_read: z.boolean(),
    read_at: instant.nullable(),
    clicked_at: instant.nullable().describe('When its link was first followed.'),
    seen_at: instant.nullable().describe('When the inbox first showed it.'),
    archived_at: instant.nullable(),
    snoozed_until: instant.nullable().describe('Hidden until then; it comes back unread.'),
    expires_at: instant.nullable().describe('Hidden from then on.'),
    retracted_at: instant.nullable().describe('Since when its words and its link are gone.'),
    coalesced: z.int().nullable().describe('How many notifications it stands for; null: itself.'),
    summary_of: instant.nullable().describe('When the burst began that it gathers.'),
    created_at: instant,
  } satisfies Record<keyof Row, z.ZodType>)
  .meta({ id: 'Notification', description: 'One in-app notification of one person.' });

export type NotificationRow = z.output<typeof notificationRow>;

/** The columns to ask the Data API for. */
export const COLUMNS = Object.keys(notificationRow.shape).join(',');
