import { caniemail } from 'caniemail';
import { describe, expect, it } from 'vitest';
import { emailSamples, renderEmail } from '../src/index.ts';

/**
 * What some client does not support according to caniemail.com, and why an email reads well there all the same. Anything
 * else that is unsupported somewhere fails.
 */
const tolerated: Readonly<Record<string, { clients: readonly string[]; because: string }>> = {
  '<style> element': {
    clients: ['gmail.mobile-webmail'],
    because: 'the sheet adds the dark theme and narrower margins; what the light theme needs is inline',
  },
  '@media': {
    clients: ['gmail.mobile-webmail', 'outlook.windows', 'outlook.windows-mail'],
    because: 'as for <style>; nothing outside a query depends on one inside',
  },
  'Class selector': { clients: ['gmail.mobile-webmail'], because: 'as for <style>' },
  'Descendant combinator': { clients: ['gmail.mobile-webmail'], because: 'as for <style>' },
  'Attribute selector': {
    clients: ['gmail.mobile-webmail', 'outlook.windows', 'outlook.windows-mail'],
    because: '[data-ogsc] and [data-ogsb] speak to Outlook on phones and on the web, which know them',
  },
  'display:none': {
    clients: ['gmail.mobile-webmail'],
    because: 'hides the preheader; left visible, it is a line of one pixel in the colour of the page',
  },
  overflow: {
    clients: ['outlook.windows', 'outlook.windows-mail'],
    because: 'on the preheader alone, which these clients hide',
  },
  'border-radius': {
    clients: ['outlook.windows', 'outlook.windows-mail'],
    because: 'square corners',
  },
  'text-decoration-line': {
    clients: ['outlook.windows', 'outlook.windows-mail'],
    because: 'written by react-email; the `text-decoration` beside it is what underlines a link',
  },
  'role attribute': {
    clients: ['outlook.windows-mail'],
    because: 'for screen readers; each cell is read in the right order without it',
  },
  'aria-hidden attribute': {
    clients: ['outlook.windows-mail', 'yahoo.*'],
    because: 'spares a screen reader the ornaments: a letter, dots',
  },
  'target attribute': {
    clients: ['gmail.*', 'yahoo.*'],
    because: 'written by react-email; these clients open every link in a new window anyway',
  },
  'height property': {
    clients: ['yahoo.*'],
    because: 'made a `min-height`: the mark and the leaf of a calendar hold less than their height',
  },
  '<body> element': {
    clients: ['outlook.macos', 'yahoo.ios', 'yahoo.android'],
    because: 'the colour and the padding of the page are on the table inside; <tbody> is counted here too',
  },
};

const issues = emailSamples.flatMap(({ name, source }) => {
  const { html } = renderEmail(source);
  const { errors } = caniemail({ clients: ['gmail.*', 'outlook.*', 'apple-mail.*', 'yahoo.*'], html }).issues;
  return [...errors].flatMap(([client, found]) => found.map(({ title }) => ({ name, client, title })));
});

const covers = (pattern: string, client: string) =>
  pattern.endsWith('.*') ? client.startsWith(pattern.slice(0, -1)) : pattern === client;
const isTolerated = ({ client, title }: { client: string; title: string }) =>
  (tolerated[title]?.clients ?? []).some((pattern) => covers(pattern, client));

describe('in Gmail, Outlook, Apple Mail and Yahoo', () => {
  it.each(emailSamples)('nothing that $name needs to be read is unsupported', ({ name }) => {
    const unexpected = issues.filter((issue) => issue.name === name && !isTolerated(issue));
    expect([...new Set(unexpected.map(({ client, title }) => `${title} in ${client}`))]).toEqual([]);
  });

  it('the checker finds what it should: a layout by flex does not pass', () => {
    const html = '<div style="display:flex;position:fixed">Bonjour</div>';
    expect(caniemail({ clients: ['outlook.windows'], html }).success).toBe(false);
  });

  it.each(Object.entries(tolerated))(
    'the tolerance for %s is still needed in each client',
    (title, { clients }) => {
      const needed = issues.filter((issue) => issue.title === title).map(({ client }) => client);
      for (const pattern of clients)
        expect(
          needed.some((client) => covers(pattern, client)),
          pattern,
        ).toBe(true);
    },
  );
});

describe('without its style sheet, as some clients show it', () => {
  it.each(emailSamples)('$name has the colours of its words and grounds inline', ({ source }) => {
    const body = renderEmail(source).html.replaceAll(/<style>.*?<\/style>|<!--.*?-->/gs, '');
    for (const [tag] of body.matchAll(/<(?:p|h1|a)\b[^>]*>/g)) expect(tag).toMatch(/[";]color:#[0-9a-f]{6}/);
    expect(body).toMatch(/class="card"[^>]*background-color:#ffffff/);
    expect(body).toMatch(/class="button brand"[^>]*background-color:#[0-9a-f]{6}/);
  });
});
