/** Both formats of an email, or of a fragment of one, with every value in its place. */
export interface Filled {
  readonly html: string;
  readonly text: string;
}

/** A compiled template: `{{name}}` stands where a value goes. */
export type Template = Filled;

/** What `fill` has made. */
const made = new WeakSet<object>();

type Kind = 'text' | 'url' | 'colour' | 'items';
type Value<K extends Kind> = K extends 'items' ? readonly Filled[] : string;
export type Values<Kinds extends Readonly<Record<string, Kind>>> = {
  readonly [Name in keyof Kinds]: Value<Kinds[Name]>;
};

/**
 * Puts the values in a template. In HTML each value is escaped; a value is never read as a template itself.
 *
 * @param kinds the placeholders that the template declares, and what each may hold
 * @throws Error that names the placeholder which is missing, unknown, or given a value of another kind
 */
export function fill<Kinds extends Readonly<Record<string, Kind>>>(
  template: Template,
  kinds: Kinds,
  values: Values<Kinds>,
): Filled {
  const given: Readonly<Record<string, unknown>> = values;
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(kinds, name))
      throw new Error(`placeholder ${name}: the template has none of this name`);
  }
  const ready: Record<string, Filled> = {};
  for (const [name, kind] of Object.entries(kinds)) {
    ready[name] = prepare(name, kind, Object.hasOwn(given, name) ? given[name] : undefined);
  }
  const pieces = piecesOf(template);
  const filled = { html: join(pieces, ready, 'html'), text: join(pieces, ready, 'text') };
  made.add(filled);
  return filled;
}

/** What stands before, between and after the placeholders of a template, and their names. */
type Pieces = Readonly<Record<'html' | 'text', { words: readonly string[]; names: readonly string[] }>>;

/** A template is read once, and filled for each email. */
const known = new WeakMap<Template, Pieces>();

function piecesOf(template: Template): Pieces {
  const pieces = known.get(template) ?? { html: split(template.html), text: split(template.text) };
  known.set(template, pieces);
  return pieces;
}

function split(format: string) {
  // What the parentheses match stands between the rest.
  const parts = format.split(/\{\{(.*?)\}\}/);
  return { words: parts.filter((_, at) => at % 2 === 0), names: parts.filter((_, at) => at % 2 === 1) };
}

function join(pieces: Pieces, ready: Readonly<Record<string, Filled>>, format: 'html' | 'text'): string {
  const { words, names } = pieces[format];
  let joined = words[0] ?? '';
  for (const [index, name] of names.entries()) {
    const value = Object.hasOwn(ready, name) ? ready[name] : undefined;
    if (value === undefined)
      throw new Error(`placeholder ${name}: the template uses it but does not declare it`);
    joined += value[format] + words[index + 1];
  }
  return joined;
}

function prepare(name: string, kind: Kind, value: unknown): Filled {
  if (kind === 'items') {
    if (!isFragments(value)) throw new Error(`placeholder ${name}: expected a list of fragments`);
    return { html: value.map((item) => item.html).join(''), text: value.map((item) => item.text).join('\n') };
  }
  if (typeof value !== 'string' || value === '') throw new Error(`placeholder ${name}: no value`);
  if (kind === 'url' && !isWebAddress(value))
    throw new Error(`placeholder ${name}: expected an http(s) address`);
  if (kind === 'colour' && !/^#[0-9a-f]{6}$/i.test(value))
    throw new Error(`placeholder ${name}: expected #rrggbb`);
  return { html: escapeHtml(value), text: value };
}

/** Only what `fill` made may stand in HTML as it is. */
const isFragments = (value: unknown): value is readonly Filled[] =>
  Array.isArray(value) && value.every((item) => made.has(item));

/** Blanks and control characters would end an address in a plain text, or be dropped silently by `URL`. */
const isWebAddress = (value: string): boolean =>
  /^https?:\/\/[^\s\p{Cc}]+$/u.test(value) && URL.canParse(value);

/**
 * Enough for text and for attributes in double quotes, the only two places where a placeholder stands. Apostrophes
 * are kept, so that the words of a button read the same in the source.
 */
const escapeHtml = (value: string): string =>
  /[&<>"]/.test(value)
    ? value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
    : value;
