type Part = Pick<Intl.DateTimeFormatPart, 'type' | 'value'>;

/** The first of a month is « 1er »; the other days are plain numbers. */
const written = (parts: readonly Part[]): string =>
  parts.map(({ type, value }) => (type === 'day' && value === '1' ? '1er' : value)).join('');

/** A date as French writes it. */
export const frenchDate = (date: Date, options: Intl.DateTimeFormatOptions): string =>
  written(new Intl.DateTimeFormat('fr-FR', options).formatToParts(date));

/** From a date to another, what both have in common said once. */
export const frenchDateRange = (first: Date, last: Date, options: Intl.DateTimeFormatOptions): string =>
  written(new Intl.DateTimeFormat('fr-FR', options).formatRangeToParts(first, last));
