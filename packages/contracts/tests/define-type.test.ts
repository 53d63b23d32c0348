import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { defineType } from '../src/define-type.ts';

const valid = {
  name: 'EXAMPLE',
  category: 'system',
  severity: 'INFO',
  priority: 'normal',
  audience: ['admin'],
  tellsActor: true,
  entity: null,
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({ version: z.string().max(40), patientName: z.string().max(80) }).partial(),
  variables: { inApp: ['version'] },
  links: ['/patients/{patientId}'],
  texts: {
    fr: { title: 'Exemple', messages: ['Version {version}.', 'Nouvelle version.'] },
    en: { title: 'Example', messages: ['Version {version}.', 'New version.'] },
  },
  digest: {
    fr: { one: 'exemple', other: 'exemples' },
    en: { one: 'example', other: 'examples' },
  },
} as const;

/** Its texts use no payload key. */
const wordless = {
  ...valid,
  variables: {},
  texts: {
    fr: { title: 'Exemple', messages: ['Nouvelle version.'] },
    en: { title: 'Example', messages: ['New version.'] },
  },
};

const withFrench = (title: string, messages: string[]) => ({
  ...valid,
  texts: { ...valid.texts, fr: { title, messages } },
});

test('a type whose texts keep to the allow-list is accepted', () => {
  expect(defineType(valid).name).toBe('EXAMPLE');
});

test('a message that uses a payload key outside the allow-list is refused', () => {
  expect(() => defineType(withFrench('Exemple', ['Patient {patientName}', 'Sans nom.']))).toThrow(
    'EXAMPLE: texts.fr.messages uses {patientName}, which is not allow-listed',
  );
});

test('a title has no placeholder', () => {
  expect(() => defineType(withFrench('Version {version}', ['Nouvelle version.']))).toThrow(
    'texts.fr.title uses {version}',
  );
});

test('the last message needs no value, so that there always is one to show', () => {
  expect(() => defineType(withFrench('Exemple', ['Version {version}.']))).toThrow(
    'the last of texts.fr.messages must need no placeholder',
  );
  expect(() => defineType(withFrench('Exemple', []))).toThrow('the last of texts.fr.messages');
});

test('a link may name the subject and nothing else', () => {
  expect(() => defineType({ ...valid, links: ['/patients/{patientName}'] })).toThrow(
    'links uses {patientName}',
  );
});

describe('outside the application', () => {
  it.each([
    ['a text, however short', z.string().max(5)],
    ['a text with a pattern', z.string().regex(/^[a-z]{3}$/)],
    ['an integer without bounds', z.int()],
    ['an integer that a date or a reference fits in', z.int().min(0).max(10_000)],
    ['a negative integer', z.int().min(-1).max(10)],
    ['a decimal number', z.number().min(0).max(10)],
  ])('no channel can show %s', (_, field) => {
    for (const channel of ['email', 'push', 'sms']) {
      const type = {
        ...wordless,
        payload: z.object({ secret: field }),
        variables: { [channel]: ['secret'] },
      };
      expect(() => defineType(type)).toThrow(
        `EXAMPLE: variables.${channel} lists secret, which could carry something personal`,
      );
    }
  });

  it.each([
    ['a count', z.int().min(0).max(9999)],
    ['a boolean', z.boolean()],
    ['one of a few words', z.enum(['accepted', 'refused'])],
  ])('every channel may show %s', (_, field) => {
    const variables = { email: ['harmless'], push: ['harmless'], sms: ['harmless'] } as const;
    const type = { ...wordless, payload: z.object({ harmless: field }).partial(), variables };
    expect(() => defineType(type)).not.toThrow();
  });

  it('no channel can show a key that the payload does not declare', () => {
    const type = { ...wordless, variables: { email: ['patientAge'] } };
    // @ts-expect-error: the compiler says it too
    expect(() => defineType(type)).toThrow('variables.email lists patientAge');
  });

  const words = { subject: 'Sujet', title: 'Titre', messages: ['Message.'], cta: 'Voir' };
  const withEmail = (over: object) => ({
    ...valid,
    payload: z.object({ days: z.int().min(2).max(9999), version: z.string().max(40) }).partial(),
    variables: { inApp: ['version'], email: ['days'] } as const,
    emailTexts: { fr: { ...words, ...over }, en: words },
  });

  it('an email may show what it is allowed to', () => {
    expect(() =>
      defineType(withEmail({ messages: ['Depuis {days} jours.', 'Depuis longtemps.'] })),
    ).not.toThrow();
  });

  it('an email shows nothing that is allowed in the application alone', () => {
    expect(() => defineType(withEmail({ messages: ['Version {version}.', 'Message.'] }))).toThrow(
      'emailTexts.fr.messages uses {version}, which is not allow-listed',
    );
  });

  it.each(['subject', 'title', 'cta'])('the %s of an email has no placeholder', (part) => {
    expect(() => defineType(withEmail({ [part]: 'Depuis {days} jours' }))).toThrow(
      `emailTexts.fr.${part} uses {days}`,
    );
  });

  it('the last message of an email needs no value', () => {
    expect(() => defineType(withEmail({ messages: ['Depuis {days} jours.'] }))).toThrow(
      'the last of emailTexts.fr.messages must need no placeholder',
    );
  });

  it('a digest line has no placeholder', () => {
    const digest = { ...valid.digest, fr: { one: 'exemple', other: 'exemples {version}' } };
    expect(() => defineType({ ...valid, digest })).toThrow('digest.fr.other uses {version}');
  });
});

describe('a payload', () => {
  it.each([
    ['a list', z.array(z.string())],
    ['an object', z.object({})],
    ['a text of any length', z.string()],
    ['a rule that the database does not repeat', z.string().min(2).max(9)],
    ['a format that the database does not know', z.email()],
  ])('has no key with %s', (_, field) => {
    const type = { ...wordless, payload: z.object({ odd: field }) };
    expect(() => defineType(type)).toThrow('EXAMPLE: payload.odd must be');
  });
});

test('a mandatory type is in-app, since nobody may turn that off', () => {
  const defaults = { ...valid.defaults, inApp: false };
  expect(() => defineType({ ...valid, mandatory: true, defaults })).toThrow(
    'EXAMPLE: mandatory, but not in-app',
  );
});

test('a throttle and an expiry last for a while', () => {
  expect(() => defineType({ ...valid, throttle: { seconds: 0 } })).toThrow('throttle.seconds');
  expect(() => defineType({ ...valid, expiresAfter: { hours: 0.5 } })).toThrow('expiresAfter.hours');
});
