// A naive reading of what a text may say: the first candidate whose placeholders are all allow-listed and given.
import type { Client } from 'pg';
import type { Email, Item, Payload } from './outputs.ts';

export interface Field {
  kind: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  values?: string[];
  pattern?: string;
}

export interface TypeRow {
  type: string;
  category: string;
  internal: boolean;
  entity_type: string | null;
  throttle_seconds: number | null;
  payload_fields: Record<string, Field>;
  in_app_variables: string[];
  email_variables: string[];
  links: string[];
}

interface Words {
  type: string;
  locale: string;
  title: string;
  messages: string[];
  email_subject: string | null;
  email_title: string | null;
  email_messages: string[] | null;
  email_cta: string | null;
}

interface CategoryWords {
  category: string;
  locale: string;
  email_subject: string;
  email_title: string;
  email_message: string;
  email_cta: string;
}

export interface Catalogue {
  types: Map<string, TypeRow>;
  words: Map<string, Words>;
  categories: Map<string, CategoryWords>;
}

export async function readCatalogue(client: Client): Promise<Catalogue> {
  const types = await client.query<TypeRow>('select * from notify.types order by type');
  const words = await client.query<Words>('select * from notify.type_texts');
  const categories = await client.query<CategoryWords>('select * from notify.category_texts');
  return {
    types: new Map(types.rows.map((row) => [row.type, row])),
    words: new Map(words.rows.map((row) => [`${row.type} ${row.locale}`, row])),
    categories: new Map(categories.rows.map((row) => [`${row.category} ${row.locale}`, row])),
  };
}

/** Null when no candidate can be said. */
function firstSaid(candidates: string[], given: Record<string, string>): string | null {
  for (const candidate of candidates) {
    const names = [...candidate.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
    if (names.every((name) => Object.hasOwn(given, name)))
      return candidate.replaceAll(/\{(\w+)\}/g, (_, name: string) => given[name] ?? '');
  }
  return null;
}

const allowed = (payload: Payload, variables: string[]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(payload)
      .filter(([key, { kind }]) => variables.includes(key) && ['string', 'number', 'boolean'].includes(kind))
      .map(([key, { text }]) => [key, text]),
  );

/** What an item of the inbox must say, and where it must lead. */
export function itemShouldSay(
  { types, words }: Catalogue,
  item: Item,
): Pick<Item, 'title' | 'message' | 'link'> {
  const type = types.get(item.type);
  const own = words.get(`${item.type} ${item.locale}`);
  if (!type || !own) throw new Error(`no words for ${item.type} in ${item.locale}`);
  const ids = { entityId: item.entity_id, patientId: item.patient_id };
  const known = Object.fromEntries(Object.entries(ids).filter(([, id]) => id !== null)) as Record<
    string,
    string
  >;
  const values =
    item.coalesced === null ? allowed(item.payload, type.in_app_variables) : { count: `${item.coalesced}` };
  return {
    title: own.title,
    message: firstSaid(own.messages, values) ?? '',
    link: firstSaid(type.links, known),
  };
}

/** Nothing personal fits in such a field: a truth value, one of the type's own words, or a number of at most four digits. */
const isHarmless = (field: Field | undefined): boolean =>
  field?.kind === 'boolean' ||
  field?.values !== undefined ||
  (field?.kind === 'integer' && (field.minimum ?? -1) >= 0 && (field.maximum ?? Infinity) <= 9999);

/** What the email of one event must say: its type's words or its category's, and of the event harmless values alone. */
export function emailShouldSay(
  { types, words, categories }: Catalogue,
  email: Email,
): Record<'subject' | 'title' | 'message' | 'cta', string> {
  const type = types.get(email.type);
  const own = words.get(`${email.type} ${email.locale}`);
  const general = categories.get(`${type?.category} ${email.locale}`);
  if (!type || !own || !general) throw new Error(`no words for ${email.type} in ${email.locale}`);
  const harmless = type.email_variables.filter((name) => isHarmless(type.payload_fields[name]));
  return {
    subject: own.email_subject ?? general.email_subject,
    title: own.email_title ?? general.email_title,
    message:
      firstSaid(own.email_messages ?? [], allowed(email.event_payload ?? {}, harmless)) ??
      general.email_message,
    cta: own.email_cta ?? general.email_cta,
  };
}
