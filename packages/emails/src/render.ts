import { type Locale, locales } from '@cassius/contracts';
import { createElement, type ReactElement } from 'react';
import { render } from 'react-email';
import { copy } from './copy.ts';
import { type Placeholders, placeholders } from './placeholders.ts';
import { Alert, alertText } from './templates/alert.tsx';
import { type Cadence, Digest, DigestItem, digestItemText, digestText } from './templates/digest.tsx';
import { Failure, failureText } from './templates/failure.tsx';
import { Message, messageText } from './templates/message.tsx';
import { Reminder, reminderText } from './templates/reminder.tsx';
import { Welcome, welcomeText } from './templates/welcome.tsx';
import { accents, defaultBrand, outlookSheet, palettes } from './theme.ts';

/** A template in one locale: two strings with `{{name}}` where a value goes. */
export interface CompiledTemplate {
  html: string;
  text: string;
}

/**
 * Renders every template in every locale, and gathers what is chosen when an email is sent.
 *
 * @throws Error when a template uses a placeholder that it does not declare, or leaves one out
 */
export async function renderAll() {
  const email = (
    name: Exclude<keyof typeof placeholders, 'digestItem'>,
    html: (locale: Locale) => ReactElement,
    text: (locale: Locale) => string,
  ) => perLocale((locale) => compile(name, placeholders[name], html(locale), text(locale)));
  const digest = (cadence: Cadence) =>
    email(
      'digest',
      (locale) => createElement(Digest, { locale, cadence }),
      (locale) => digestText(locale, cadence),
    );
  return {
    placeholders,
    templates: {
      alert: await email('alert', (locale) => createElement(Alert, { locale }), alertText),
      reminder: await email('reminder', (locale) => createElement(Reminder, { locale }), reminderText),
      message: await email('message', (locale) => createElement(Message, { locale }), messageText),
      welcome: await email('welcome', (locale) => createElement(Welcome, { locale }), welcomeText),
      failure: await email('failure', (locale) => createElement(Failure, { locale }), failureText),
      digest_daily: await digest('daily'),
      digest_weekly: await digest('weekly'),
      // A number and a label: no word of its own, so one for every language.
      digest_item: await compile(
        'digest item',
        placeholders.digestItem,
        createElement(DigestItem),
        digestItemText,
        fragment,
      ),
    },
    words: await perLocale(async (locale) => ({
      severity: copy[locale].severity,
      summary: copy[locale].digest.summary,
    })),
    accents,
    defaultBrand,
    cards: { light: palettes.light.card, dark: palettes.dark.card },
  };
}

async function compile(
  name: string,
  declared: Placeholders,
  element: ReactElement,
  text: string,
  cut: (html: string) => string = (html) => html.replace('</head>', `${outlookSheet}</head>`),
): Promise<CompiledTemplate> {
  const html = cut(tidy(await render(element)));
  const expected = Object.keys(declared).sort();
  // The plain text has no colour.
  const formats = [
    { format: 'html', source: html, expected },
    { format: 'text', source: text, expected: expected.filter((key) => declared[key] !== 'colour') },
  ];
  for (const { format, source, expected } of formats) {
    const used = [...new Set([...source.matchAll(/\{\{(.*?)\}\}/g)].map((match) => match[1]))].sort();
    if (used.join() !== expected.join()) {
      throw new Error(`${name} (${format}): uses {{${used.join()}}} and declares {{${expected.join()}}}`);
    }
  }
  return { html, text };
}

/**
 * React marks boundaries with comments and escapes apostrophes. Neither is needed (attributes are in double quotes),
 * and both keep one from finding the words of a button in the source. Comments for Outlook, `<!--[if …`, stay.
 */
const tidy = (html: string): string =>
  html.replaceAll(/<!--(\/?\$| |html|head|body)-->/g, '').replaceAll('&#x27;', "'");

/** A fragment goes inside a document that has its own doctype. */
const fragment = (html: string): string => html.replace(/^<!DOCTYPE[^>]*>/, '');

async function perLocale<Value>(make: (locale: Locale) => Promise<Value>): Promise<Record<Locale, Value>> {
  const entries = await Promise.all(locales.map(async (locale) => [locale, await make(locale)] as const));
  return Object.fromEntries(entries) as Record<Locale, Value>;
}
