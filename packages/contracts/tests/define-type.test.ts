import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineType } from '../src/define-type.ts';
import { emailTexts } from '../src/email-texts.ts';
import { notificationTypes } from '../src/types.generated.ts';
import { categories, locales } from '../src/vocabulary.ts';

const valid = {
  name: 'EXAMPLE',
  category: 'system',
  severity: 'INFO',
  priority: 'normal',
  audience: ['admin'],
  tellsActor: true,
  entity: null,
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({ version: z.string(), patientName: z.string() }).partial(),
  inAppVariables: ['version'],
  links: ['/patients/{patientId}'],
  texts: {
    fr: { title: 'Exemple', messages: ['Version {version}.', 'Nouvelle version.'] },
    en: { title: 'Example', messages: ['Version {version}.', 'New version.'] },
  },
} as const;

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

test('the nine types of the specification exist', () => {
  expect(Object.keys(notificationTypes)).toEqual([
    'APPOINTMENT_REMINDER',
    'APPOINTMENT_UPDATED',
    'DOCUMENT_ADDED',
    'IMPORT_COMPLETED',
    'IMPORT_FAILED',
    'ISQ_CRITICAL',
    'ISQ_WARNING',
    'SYSTEM_UPDATE',
    'TEAM_ACTIVITY',
  ]);
});

test.each(categories.flatMap((category) => locales.map((locale) => [category, locale] as const)))(
  'the email words of %s in %s carry no placeholder and no medical term',
  (category, locale) => {
    const words = Object.values(emailTexts[category][locale]).join(' ');
    expect(words).not.toMatch(/[{}]/);
    expect(words).not.toMatch(/ISQ|implant|patient|dentaire|dental/i);
  },
);
