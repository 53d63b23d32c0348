import { describe, expect, it } from 'vitest';
import type { NotificationTypeDefinition } from '../src/define-type.ts';
import { emailTexts } from '../src/email-texts.ts';
import { notificationTypes } from '../src/types.generated.ts';
import { categories, locales } from '../src/vocabulary.ts';

const types: NotificationTypeDefinition[] = Object.values(notificationTypes);

/** What a mailbox, or whoever looks over a shoulder at one, has not to learn. */
const FORBIDDEN = /\bISQ\b|implant|\bdent|\btooth|\bteeth|\bpatient|\bsant[ée]|\bhealth|medic|médic|clini/i;

const emailWords = types.flatMap(({ name, emailTexts: words, digest }) =>
  locales.flatMap((locale) => {
    const { subject = '', title = '', messages = [], cta = '' } = words?.[locale] ?? {};
    const { one, other } = digest[locale];
    return { name, locale, subject, cta, sentences: [title, ...messages], nouns: [one, other] };
  }),
);

describe.each(emailWords)('the email words of $name in $locale', ({ subject, cta, sentences, nouns }) => {
  it('name no specialty and nobody', () => {
    expect([subject, cta, ...sentences, ...nouns].join(' ')).not.toMatch(FORBIDDEN);
  });

  it('are in Cassius: the subject says from where, the button says where to', () => {
    if (subject === '') return;
    expect(subject).toMatch(/\bCassius\b/);
    expect(cta).toMatch(/ (dans|in) Cassius$/);
  });

  it('are phrases for a number to stand before in a digest, singular and plural', () => {
    for (const noun of nouns) expect(noun).toMatch(/^(?:\p{Ll}|Cassius).*[^.\s]$/u);
  });
});

describe.each(types.flatMap((type) => locales.map((locale) => ({ type, locale, name: type.name }))))(
  'the words of $name in $locale',
  ({ type, locale }) => {
    const { title, messages } = type.texts[locale];
    const email = type.emailTexts?.[locale];
    const sentences = [...messages, ...(email?.messages ?? [])];
    const everything = [
      title,
      ...sentences,
      ...Object.values(type.digest[locale]),
      ...(email ? [email.subject, email.title, email.cta] : []),
    ];

    it('end their sentences, but not their titles', () => {
      for (const sentence of sentences) expect(sentence).toMatch(/^\{message\}$|[.!]$/);
      expect(title).not.toMatch(/[.:]$/);
    });

    it('have typographic apostrophes and no blank to spare', () => {
      for (const words of everything) {
        expect(words).not.toMatch(/'|"|^\s|\s$|\s\s/);
        expect(words).not.toBe('');
      }
    });

    it('keep French punctuation to its word', () => {
      if (locale !== 'fr') return;
      for (const words of everything) {
        expect(words).not.toMatch(/[^\u202f][;!?]|[^\u00a0]:|«[^\u00a0]|[^\u00a0]»/);
        expect(words).not.toMatch(/\{(days|hours)\} /);
      }
    });
  },
);

describe.each(categories.flatMap((category) => locales.map((locale) => [category, locale] as const)))(
  'the email words of the category %s in %s',
  (category, locale) => {
    it('carry no placeholder, name no specialty and nobody', () => {
      const words = Object.values(emailTexts[category][locale]).join(' ');
      expect(words).not.toMatch(/[{}]/);
      expect(words).not.toMatch(FORBIDDEN);
    });
  },
);

it('a plural is said in every text that shows a number of days', () => {
  // « depuis 1 jours » cannot be: the payload starts at two.
  for (const type of types) {
    const texts = locales.flatMap((locale) => [
      ...type.texts[locale].messages,
      ...(type.emailTexts?.[locale].messages ?? []),
    ]);
    if (texts.some((text) => /\{days\}\s(jours|days)/.test(text))) {
      expect(type.payload.safeParse({ days: 1 }).success, type.name).toBe(false);
      expect(type.payload.safeParse({ days: 2 }).success, type.name).toBe(true);
    }
  }
});

it.each(locales)(
  'two types never have the same title in %s, since people choose among them by it',
  (locale) => {
    const titles = types.map(({ texts }) => texts[locale].title);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  },
);
