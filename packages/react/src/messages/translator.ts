import type { MessageOverrides, NotificationMessages, PluralMessage } from './messages.ts';

/** The words of one locale, its rules for numbers, and the time zone of its dates. */
export interface Translator {
  locale: string;
  /** Undefined: the browser's. */
  timeZone: string | undefined;
  messages: NotificationMessages;
  /** Picks the plural form and fills in the number, written the locale's way. */
  plural(message: PluralMessage, count: number): string;
}

/**
 * @param words a full set, such as `fr` or `en`
 * @param overrides win over the words, at any depth
 * @param locale BCP 47 tag for dates, numbers and plurals; by default that of the words
 * @param timeZone IANA name; undefined: the browser's
 * @throws RangeError when `locale` is not a language tag
 */
export function createTranslator(
  words: NotificationMessages,
  overrides: MessageOverrides = {},
  locale: string = words.locale,
  timeZone?: string,
): Translator {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  return {
    locale,
    timeZone,
    messages: merge(words, overrides) as NotificationMessages,
    plural(message, count) {
      const form = (count === 0 ? message.zero : undefined) ?? message[rules.select(count)] ?? message.other;
      return form.replaceAll('{count}', numbers.format(count));
    },
  };
}

/** `overrides` win, at any depth. */
export function merge(base: object, overrides: object): object {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(overrides)) {
    if (value === undefined) continue;
    result[key] = typeof value === 'object' ? merge(result[key] as object, value) : value;
  }
  return result;
}
