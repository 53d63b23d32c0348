import { describe, expect, it } from 'vitest';
import { fr } from '../src/index.ts';
import { en } from '../src/messages/en.ts';
import { toastsFr } from '../src/messages/toasts-fr.ts';
import { createTranslator } from '../src/messages/translator.ts';
import { preferencesFr } from '../src/preferences.ts';

/** Every sentence of a dictionary, with the path that leads to it. */
function sentences(messages: object, path = ''): Array<[string, string]> {
  return Object.entries(messages).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [[path + key, value] as [string, string]]
      : sentences(value as object, `${path}${key}.`),
  );
}

/** Those of the toasts and of the preferences come with their own entries. */
const french = { ...fr, toasts: toastsFr, preferences: preferencesFr };

describe('the words', () => {
  it('are the same set in French and in English', () => {
    const paths = (messages: object) => sentences(messages).map(([path]) => path);
    expect(paths(en)).toEqual(paths(french));
  });

  it.each(sentences(french))('%s follows French typography: %s', (_path, text) => {
    expect(text).not.toMatch(/[^\u202f][;!?]|[^\u00a0]:|'/);
  });
});

describe('plurals', () => {
  const message = { one: '{count} nouvelle', other: '{count} nouvelles' };

  it('treat 0 and 1 as singular in French', () => {
    const { plural } = createTranslator(fr);
    expect([0, 1, 2].map((count) => plural(message, count))).toEqual([
      '0 nouvelle',
      '1 nouvelle',
      '2 nouvelles',
    ]);
  });

  it('fall back to "other" for a form the message does not have', () => {
    expect(createTranslator(fr).plural(message, 1_000_000)).toBe('1\u202f000\u202f000 nouvelles');
  });

  it('follow the rules of any locale', () => {
    const polish = { one: '{count} nowe', few: '{count} nowe', many: '{count} nowych', other: '{count}' };
    expect(createTranslator(fr, {}, 'pl').plural(polish, 5)).toBe('5 nowych');
  });
});

describe('overrides', () => {
  it('replace one word and keep its neighbours', () => {
    const { messages } = createTranslator(fr, { tabs: { alerts: 'ISQ' }, done: { read: { other: 'lu' } } });
    expect(messages.tabs).toEqual({ ...fr.tabs, alerts: 'ISQ' });
    expect(messages.done.archived).toEqual(fr.done.archived);
    expect(messages.title).toBe(fr.title);
  });

  it('leave the built-in words untouched', () => {
    createTranslator(fr, { title: 'Alertes' });
    expect(createTranslator(fr).messages.title).toBe('Notifications');
  });
});
