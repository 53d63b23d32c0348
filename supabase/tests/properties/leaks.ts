// Personal data to feed to the engine, and the ways in which it could come out again.
import fc from 'fast-check';

/** Invented people, and things that one might write of them. Each is whole within 20 characters, the shortest field. */
const ATOMS = [
  'Hortense Imaginaire',
  'Zébulon Inexistant',
  'Aÿmeric d’Outrelieu',
  'Łucja Niewymyślona',
  'Ζηνοβία Φανταστική',
  'Зинаида Вымышлена',
  '架空花子様',
  'زينب خيالية',
  'O’Brian-Fictif',
  'Naïma "Nana" Faux',
  '<b>Ysolde</b>',
  '<img src=x onerror=1',
  '{value} Quentin',
  '{{message}} Prunelle',
  '{patientName}',
  '$1 \\1 %s Ursule',
  'Zoé\u0301 Combinée',
  '\u202eesrevnI',
  'Odilon👩‍⚕️Emoji',
  '1961-09-30',
  '30/09/1961',
  '19610930',
  '30 septembre 1961',
  '+33 6 39 98 01 23',
  '0639980123',
  'zenobie@invente.test',
  '1 61 09 75 123 456',
  'allergie pénicilline',
  'sous anticoagulants',
  "'; drop table x; --",
] as const;

/** Birth dates and telephone numbers as numbers. */
const NUMBERS = [19610930, 30091961, 610930, 33639980123, 639980123, 160975123456] as const;

/** Whole groups of three bytes only: what the rest becomes depends on what follows. */
const base64 = (text: string): string => {
  const bytes = Buffer.from(text);
  return bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
};
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** How one atom could look on its way out. Digits alone count from six on: fewer are in every identifier. */
function formsOf(atom: string): string[] {
  const digits = atom.replace(/\D/g, '');
  return [
    atom,
    atom.toUpperCase(),
    folded(atom),
    escaped(atom),
    encodeURIComponent(atom),
    JSON.stringify(atom).slice(1, -1),
    base64(atom),
    base64(atom).replaceAll('+', '-').replaceAll('/', '_'),
    Buffer.from(atom).toString('hex'),
    ...(digits.length >= 6 ? [digits] : []),
  ];
}

/** Form → what it is a form of. Words of an atom count as well: a first name alone is somebody. */
const needles = new Map<string, string>();
for (const atom of [...ATOMS, ...NUMBERS.map(String)]) {
  const words = atom.split(/[^\p{L}]+/u).filter((word) => word.length >= 6 && word !== 'message');
  for (const part of [atom, ...words]) {
    for (const form of formsOf(part)) if (form.length >= 5) needles.set(form, atom);
  }
}

const IDENTIFIERS = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const MOMENTS = /\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?([+-]\d{2}(:?\d{2})?|Z)?/g;

/** Which forms of which atoms are in a text, whatever the identifiers and moments that it names. */
export function leaksIn(text: string): string[] {
  const words = text.replaceAll(IDENTIFIERS, '').replaceAll(MOMENTS, '');
  const haystacks = [words, folded(words)];
  return [...needles]
    .filter(([form]) => haystacks.some((haystack) => haystack.includes(form)))
    .map(([form, atom]) => `${form} (${atom})`);
}

/** Every atom, so that a test can show that `leaksIn` finds each. */
export const allAtoms: readonly string[] = [...ATOMS, ...NUMBERS.map(String)];

/** A text that begins with an atom, so that cutting it at a length keeps it. */
export const secretText = fc
  .tuple(
    fc.constantFrom(...ATOMS),
    fc.constantFrom('', ' ', ' - ', '\n', ' {value} '),
    fc.constantFrom('', ...ATOMS),
    fc.nat(3),
  )
  .map(([first, glue, second, size]) => first + (glue + second).repeat([1, 1, 4, 40][size] ?? 1));

export const secretNumber = fc.constantFrom(...NUMBERS);

/** Any JSON that has personal data in it. */
export const secretJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: secretText },
  { weight: 2, arbitrary: secretNumber },
  { weight: 1, arbitrary: fc.array(secretText, { minLength: 1, maxLength: 2 }) },
  { weight: 1, arbitrary: fc.record({ name: secretText, birth: secretNumber }) },
);
