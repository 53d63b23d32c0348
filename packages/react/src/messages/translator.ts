import type { MessageOverrides, NotificationMessages, PluralMessage } from './messages.ts';

/** The words of one locale, and its rules for numbers. */
export interface Translator {
  locale: string;
  messages: NotificationMessages;
  /** Picks the plural form and fills in the number, written the locale's way. */
  plural(message: PluralMessage, count: number): string;
}

/**
 * @param words a full set, such as `fr` or `en`
 * @param overrides win over the words, at any depth
 * @param locale BCP 47 tag for dates, numbers and plurals; by default that of the words
 * @throws RangeError when `locale` is not a language tag
 */
export function createTranslator(
  words: NotificationMessages,
  overrides: MessageOverrides = {},
  locale: string = words.locale,
): Translator {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  return {
    locale,
    messages: merge(words, overrides) as NotificationMessages,
    plural(message, count) {
      const form = count === 0 ? (message.zero ?? message[rules.select(0)]) : message[rules.select(count)];
      return (form ?? message.other).replaceAll('{count}', numbers.format(count));
    },
  };
}

/** `overrides` win, at any depth. */
export function merge(base: object, overrides: object): object {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(overrides)) {
    const known = result[key];
    if (value === undefined) continue;
    result[key] = isObject(known) && isObject(value) ? merge(known, value) : value;
  }
  return result;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
