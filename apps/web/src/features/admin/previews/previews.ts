import { type EmailSample, emailSamples, renderEmail } from '@cassius/emails';
import type { Organisation } from '../../organisations/active.ts';
import type { Supabase } from '../../supabase/server.ts';

const templateNames: Record<string, string> = {
  alert: 'Alerte',
  reminder: 'Rappel',
  message: 'Message',
  welcome: 'Bienvenue',
  failure: 'Échec d’envoi',
  digest_daily: 'Résumé quotidien',
  digest_weekly: 'Résumé hebdomadaire',
};

const languageNames: Record<string, string> = { fr: 'Français', en: 'Anglais' };

export const languageName = (locale: string) => languageNames[locale] ?? locale;
export const templateName = (template: string) => templateNames[template] ?? template;

/** Every sample, by template. */
export const templates = [...new Set(emailSamples.map(({ template }) => template))].map((template) => ({
  template,
  samples: emailSamples.filter((sample) => sample.template === template),
}));

/** @returns undefined for a name that no sample has */
export const sampleNamed = (name: unknown): EmailSample | undefined =>
  emailSamples.find((sample) => sample.name === name);

/** How an organisation signs its emails. */
export interface Brand {
  organisation: string;
  /** Null: Cassius's own. */
  colour: string | null;
}

export async function brandOf(supabase: Supabase, { id, name }: Organisation): Promise<Brand> {
  const { data, error } = await supabase.from('organisations').select('brand_colour').eq('id', id).single();
  if (error) throw new Error(`brand: ${error.message}`);
  return { organisation: name, colour: data.brand_colour };
}

/** A sample as an organisation would send it. */
export const renderSample = ({ source }: EmailSample, brand: Brand) =>
  renderEmail({ ...source, payload: { ...source.payload, ...brand } });

/**
 * An email as a device in light or dark mode shows it, on any device: what it would ask of the device is answered.
 * @param html as it is sent
 */
export const inScheme = (html: string, scheme: 'light' | 'dark'): string =>
  html.replaceAll(/\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/g, (_, asked: string) =>
    asked === scheme ? '(min-width: 0px)' : '(max-width: 0px)',
  );
