/** Letters that are looked for together, whatever the accent; upper and lower case are told apart by no one here. */
const ALIKE = ['aàâäáãå', 'cç', 'eéèêë', 'iîïíì', 'nñ', 'oôöóòõø', 'uûùüú', 'yÿý'];
/** A filter travels in an address, which has an end. */
const MOST_WORDS = 3;
const MOST_LETTERS = 12;

/**
 * A filter of the Data API for people by name: every word must begin a part of the first or of the last name. Accents, case and
 * punctuation make no difference, and nothing that is typed has a meaning of its own in the filter.
 * @returns null when there is no word to look for
 */
export function nameFilter(search: string): string | null {
  const words = search
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS)
    .map((word) => word.slice(0, MOST_LETTERS));
  if (words.length === 0) return null;
  const each = words.map((word) => {
    const pattern = `"(^|[ '’-])${patternOf(word)}"`;
    return `or(first_name.imatch.${pattern},last_name.imatch.${pattern})`;
  });
  return `and(${each.join(',')})`;
}

const patternOf = (word: string): string =>
  [...word].map(classOf).join('').replaceAll(LIGATURE_OE, '($&|œ|Œ)').replaceAll(LIGATURE_AE, '($&|æ|Æ)');

/** Both cases are named, for the database's own idea of them may end with the alphabet. */
const classOf = (letter: string): string => {
  const alike = ALIKE.find((letters) => letters.startsWith(letter)) ?? letter;
  const both = `${alike}${alike.toUpperCase()}`;
  return letter.toUpperCase() === letter ? letter : `[${both}]`;
};

const LIGATURE_OE = classOf('o') + classOf('e');
const LIGATURE_AE = classOf('a') + classOf('e');
