import type { Category, Frequency } from '@cassius/contracts';
import type { Supabase } from '../../supabase/server.ts';
import { onOff } from '../forms/on-off.ts';
import { nameIn, profilesOf } from '../people.ts';
import { categoryName, frequencyNames, typeName } from '../words.ts';

export interface Override {
  id: string;
  person: string;
  /** The type or category that it is about. */
  subject: string;
  isCategory: boolean;
  /** What it forces, a few words each. */
  forced: string[];
  reason: string;
  by: string;
  at: string;
}

interface Row {
  in_app: boolean | null;
  email: boolean | null;
  push: boolean | null;
  sms: boolean | null;
  frequency: Frequency | null;
}

const CHANNELS = { in_app: 'Application', email: 'E-mail', push: 'Push', sms: 'SMS' } as const;

function forcedBy(row: Row): string[] {
  const channels = (Object.keys(CHANNELS) as (keyof typeof CHANNELS)[]).flatMap((channel) => {
    const value = row[channel];
    return value === null ? [] : `${CHANNELS[channel]}\u00a0: ${onOff(value)}`;
  });
  return row.frequency === null
    ? channels
    : [...channels, `Fréquence\u00a0: ${frequencyNames[row.frequency]}`];
}

/** What is forced in an organisation, newest first. */
export async function listOverrides(supabase: Supabase, organisationId: string): Promise<Override[]> {
  const { data, error } = await supabase
    .from('notification_overrides')
    .select(
      'id, user_id, category, type, in_app, email, push, sms, frequency, reason, created_by, created_at',
    )
    .eq('organisation_id', organisationId)
    .order('created_at', { ascending: false })
    .order('id');
  if (error) throw new Error(`overrides: ${error.message}`);
  const names = await profilesOf(
    supabase,
    data.flatMap(({ user_id, created_by }) => [user_id, ...(created_by === null ? [] : [created_by])]),
  );
  return data.map((row) => ({
    id: row.id,
    person: nameIn(names, row.user_id),
    subject: subjectName(row.category, row.type),
    isCategory: row.category !== null,
    forced: forcedBy(row),
    reason: row.reason,
    by: row.created_by === null ? 'un service' : nameIn(names, row.created_by),
    at: row.created_at,
  }));
}

function subjectName(category: Category | null, type: string | null): string {
  if (category !== null) return categoryName(category);
  return type === null ? '' : typeName(type);
}
