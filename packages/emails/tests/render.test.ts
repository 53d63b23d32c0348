import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { generate } from '../src/generate.ts';
import { renderAll } from '../src/render.ts';

const { templates } = await renderAll();
const names = [
  'alert',
  'reminder',
  'message',
  'welcome',
  'failure',
  'digest_daily',
  'digest_weekly',
] as const;
const emails = names.flatMap((name) =>
  (['fr', 'en'] as const).map((locale) => ({ name, locale, ...templates[name][locale] })),
);
const visible = (html: string) =>
  html.replaceAll(/<style>.*?<\/style>|<!--.*?-->/gs, '').replaceAll(/<[^>]*>/g, ' ');

describe.each(emails)('the template $name in $locale', ({ name, locale, html, text }) => {
  it('has a button with the signed link, and links to the preferences and out of these emails', () => {
    const ofDigest = locale === 'fr' ? 'Voir mes notifications' : 'View my notif';
    const cta = name.startsWith('digest') ? ofDigest : '{{cta}}';
    const button = html.match(/<a class="button brand" href="\{\{openUrl\}\}".*?<\/a>/s)?.[0];
    expect(button).toContain(cta);
    expect(html).toMatch(/<a class="soft" href="\{\{preferencesUrl\}\}"/);
    expect(html).toMatch(/<a class="soft" href="\{\{unsubscribeUrl\}\}"/);
    expect(text).toContain(`${cta}`);
    expect(text).toMatch(/^\{\{openUrl\}\}$/m);
    expect(text).toMatch(/: \{\{preferencesUrl\}\}\n.*: \{\{unsubscribeUrl\}\}$/m);
  });

  it('says why it was sent, and for which organisation', () => {
    expect(visible(html)).toMatch(
      locale === 'fr'
        ? /Vous recevez ce.*«\u00a0\{\{organisation\}\}\u00a0»/
        : /You receive this.*\{\{organisation\}\}/,
    );
  });

  it('fetches nothing, and asks a mail client to keep its colours in the dark', () => {
    expect(html).not.toMatch(/<img|<link|<script|src=|url\(|@import|@font-face/i);
    expect(html).toContain('<meta name="color-scheme" content="light dark"/>');
    expect(html).toContain('@media (prefers-color-scheme:dark)');
    expect(html).toContain('<meta name="viewport" content="width=device-width, initial-scale=1"/>');
  });

  it('names its language, and its tables as layout', () => {
    expect(html).toMatch(new RegExp(`<html[^>]* lang="${locale}"`));
    const tables = html.match(/<table[^>]*>/g) ?? [];
    expect(tables.length).toBeGreaterThan(0);
    for (const table of tables) expect(table).toContain('role="presentation"');
  });

  it('has not a word about a patient, a body or a measurement', () => {
    expect(visible(html) + text).not.toMatch(
      /\bpatient|implant|\bisq\b|\bdent|\btooth|sant[ée]|health|mesure|diagnos/i,
    );
  });

  it('keeps plain text plain', () => {
    expect(text).not.toMatch(/<[a-z/]|&\w+;/i);
    expect(text.endsWith('\n')).toBe(true);
  });

  it('has no entity where a character does, nor a mark of its renderer', () => {
    expect(html).not.toMatch(/&#x27;|&#39;|<!--\/?\$|<!-- -->/);
  });
});

describe('French typography', () => {
  const everything = emails
    .filter((email) => email.locale === 'fr')
    .map((email) => visible(email.html) + email.text)
    .join('\n');

  it('has a no-break space before a colon, inside guillemets and after a number', () => {
    expect(everything).not.toMatch(/[^\u00a0]:(?!\/\/)\s/);
    expect(everything).not.toMatch(/«[^\u00a0]|[^\u00a0]»/);
    expect(everything).toMatch(/\d\u00a0jours/);
  });

  it('has a narrow one before other double punctuation', () => {
    expect(everything.replaceAll(/&\w+;/g, '')).not.toMatch(/[^\u202f][;!?](\s|$)/m);
  });
});

describe('the generated file', () => {
  it('is what the sources give', async () => {
    const path = new URL('../../../supabase/functions/_shared/templates.generated.ts', import.meta.url);
    expect(await readFile(path, 'utf8'), 'run: npm run generate:emails').toBe(await generate());
  });

  it('hides no invisible character', async () => {
    expect(await generate()).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}\u00a0\u2000-\u200a\u202f]/u);
  });
});
