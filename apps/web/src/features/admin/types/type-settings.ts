import type { Category, Frequency, Role } from '@cassius/contracts';
import type { Supabase } from '../../supabase/server.ts';
import { typesByCategory } from '../words.ts';

interface Settings {
  inApp: boolean;
  email: boolean;
  frequency: Frequency;
  audience: readonly Role[];
}

/** A type in one organisation: what it says by itself, and what the organisation says instead. */
export interface TypeSetting {
  type: string;
  title: string;
  isMandatory: boolean;
  origin: Settings;
  /** Null: as the type says. */
  own: { [Name in keyof Settings]: Settings[Name] | null };
}

const NOTHING: TypeSetting['own'] = { inApp: null, email: null, frequency: null, audience: null };

/** Every type by category, with the settings of an organisation. */
export async function listTypeSettings(
  supabase: Supabase,
  organisationId: string,
): Promise<{ category: Category; name: string; types: TypeSetting[] }[]> {
  const { data, error } = await supabase
    .from('organisation_type_settings')
    .select('type, in_app, email, frequency, audience')
    .eq('organisation_id', organisationId);
  if (error) throw new Error(`type settings: ${error.message}`);
  const own = new Map(
    data.map(({ type, in_app, ...rest }): [string, TypeSetting['own']] => [type, { inApp: in_app, ...rest }]),
  );
  return typesByCategory.map(({ category, name, types }) => ({
    category,
    name,
    types: types.map(({ name: type, texts, mandatory, defaults, audience }) => ({
      type,
      title: texts.fr.title,
      isMandatory: mandatory === true,
      origin: { inApp: defaults.inApp, email: defaults.email, frequency: defaults.frequency, audience },
      own: own.get(type) ?? NOTHING,
    })),
  }));
}
