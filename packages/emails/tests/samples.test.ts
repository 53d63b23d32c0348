import { describe, expect, it } from 'vitest';
import { contrast } from '../../../supabase/functions/_shared/brand.ts';
import { type EmailSample, emailSamples, renderEmail } from '../src/index.ts';
import { renderAll } from '../src/render.ts';
import { defaultBrand } from '../src/theme.ts';

const { templates } = await renderAll();

const filled = ({ source }: EmailSample, over: object = {}) =>
  renderEmail({ ...source, payload: { ...source.payload, ...over } });
const visible = (html: string) =>
  html
    .replaceAll(/<style>.*?<\/style>|<!--.*?-->/gs, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/[ \n]+/g, ' ');

it('there is a sample of every template in every language, each under a name of its own', () => {
  const { digest_item, ...emails } = templates;
  const expected = Object.keys(emails).flatMap((name) => [`${name}-fr`, `${name}-en`]);
  expect(emailSamples.map((sample) => sample.name).sort()).toEqual(expected.sort());
});

describe.each(emailSamples)('the email $name', (sample) => {
  const { locale, subject, source } = sample;
  const { html, text } = filled(sample);

  it('leaves no placeholder', () => {
    expect(html).not.toMatch(/\{\{|\}\}(?![.[]|<\/style>)|undefined|\[object/);
    expect(text).not.toMatch(/[{}]|undefined|\[object/);
  });

  it('has the three links, in both formats', () => {
    for (const url of [source.openUrl, source.preferencesUrl, source.unsubscribeUrl]) {
      expect(html.split(`href="${url}"`)).toHaveLength(2);
      expect(text.split(url)).toHaveLength(2);
    }
    const unsubscribe = locale === 'fr' ? 'Se désabonner de ces e-mails' : 'Unsubscribe from these emails';
    expect(html).toMatch(new RegExp(`<a [^>]*href="${source.unsubscribeUrl}"[^>]*>${unsubscribe}</a>`));
    expect(text).toContain(`${unsubscribe}${locale === 'fr' ? '\u00a0: ' : ': '}${source.unsubscribeUrl}\n`);
  });

  it('names its language', () => {
    expect(html).toMatch(new RegExp(`<html[^>]* lang="${locale}"`));
  });

  it('has a neutral subject, and not a word about a person or a specialty', () => {
    expect(`${subject} ${visible(html)} ${text}`).not.toMatch(
      /\bpatient|implant|\bisq\b|\bdent|\btooth|sant[ée]\b|health|mesure|diagnos|clinical|chirurg/i,
    );
    expect(subject.length).toBeLessThan(60);
  });

  it('stays far below the 102 kB at which Gmail clips an email, even when its words are long', () => {
    const long = 'é'.repeat(1000);
    const words = 'title' in source.payload ? { title: long, message: long, cta: long } : {};
    expect(
      new TextEncoder().encode(filled(sample, { organisation: long, ...words }).html).length,
    ).toBeLessThan(40_000);
  });

  it('escapes the name of the organisation wherever it stands', () => {
    const name = '<b>&"';
    const escaped = '&lt;b&gt;&amp;&quot;';
    const hostile = filled(sample, { organisation: name });
    expect(hostile.html.split(escaped).length).toBeGreaterThan(2);
    expect(hostile.html.replaceAll(escaped, '')).not.toMatch(/<b>|&"/);
    expect(hostile.text.split(name).length).toBeGreaterThan(2);
  });

  it.each([
    'red',
    '#fff',
    '#12345g',
    '#0b6b65;background:url(https://evil.test)',
    '#0b6b65}</style><script>',
    '{{openUrl}}',
    '',
    12,
  ])('refuses the colour %j, and does not repeat it', (colour) => {
    expect(() => filled(sample, { colour })).toThrow(
      /^payload\.colour: [^#]*#?rrggbb|^payload\.colour: Invalid/,
    );
    expect(() => filled(sample, { colour })).not.toThrow(/evil|script|openUrl/);
  });

  it('wears the colour of the organisation, and that of the product when there is none', () => {
    const button = (colour?: string | null) =>
      filled(sample, { colour }).html.match(/<a class="button brand"[^>]*background-color:(#\w+)/)?.[1];
    expect(button('#7a2e5d')).toBe('#7a2e5d');
    expect(button(undefined)).toBe(defaultBrand);
    expect(button(null)).toBe(defaultBrand);
  });

  it.each(['#0b6b65', '#ffffff', '#000000', '#ffd400', '#777777', '#0b1040'])(
    'has a button that is readable in light and in dark on the brand %s',
    (colour) => {
      const { html } = filled(sample, { colour });
      const [, light] = html.match(/<a class="button brand"[^>]* style="([^"]*)"/) ?? [];
      const [, dark] = html.match(/@media \(prefers-color-scheme:dark\)\{.*?\.brand\{([^}]*)\}/) ?? [];
      for (const style of [light, dark]) {
        const [, fill] = style?.match(/background-color:(#\w{6})/) ?? [];
        const [, label] = style?.match(/(?:^|;)color:(#\w{6})/) ?? [];
        expect(contrast(fill ?? '', label ?? '')).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  it('has the same bytes each time', () => {
    expect(filled(sample)).toEqual({ html, text });
  });
});

it.each(emailSamples.filter((sample) => sample.locale === 'fr'))(
  'the email $name keeps French typography, also in the words of its row',
  (sample) => {
    const { html, text } = filled(sample);
    const words = `${sample.subject}\n${visible(html).replaceAll(/&\w+;/g, '')}\n${text}`;
    expect(words).not.toMatch(/[^\u00a0]:(?!\/\/)\s|«[^\u00a0]|[^\u00a0]»|[^\u202f][;!?](\s|$)/);
    expect(words).not.toMatch(/\d [a-zé]/);
  },
);

describe('each template has a character of its own', () => {
  const of = (name: string) => {
    const sample = emailSamples.find((one) => one.name === `${name}-fr`);
    if (sample === undefined) throw new Error(`no sample ${name}`);
    return filled(sample);
  };

  it.each([
    ['alert', /^Prioritaire$/ms],
    ['reminder', /^Agenda et rappels$.*Déjà noté ou déjà fait\u202f\?/ms],
    ['message', /^Messagerie$.*Pour répondre, passez par Cassius/ms],
    ['welcome', /^Bienvenue$.*^1\. Ouvrez Cassius.*^3\. .*vous a ouvert un accès/ms],
    [
      'failure',
      /^Exploitation · À surveiller$.*^Constat\u00a0: .*^À faire\u00a0: .*vous veillez au service/ms,
    ],
    ['digest_daily', /^Résumé quotidien$.*^- 1\u00a0.*chaque jour/ms],
    ['digest_weekly', /^Résumé hebdomadaire$.*^- 3\u00a0.*chaque semaine/ms],
  ])('%s', (name, words) => {
    expect(of(name).text).toMatch(words);
    const others = emailSamples.filter((one) => one.locale === 'fr' && one.template !== name);
    for (const other of others) expect(filled(other).text).not.toMatch(words);
  });

  it('in what it is built of, not in its words alone', () => {
    const shapes = ['alert', 'reminder', 'message', 'welcome', 'failure', 'digest_daily'].map((name) =>
      (of(name).html.match(/<(table|tr|td|h1|p|a)\b/g) ?? []).join(''),
    );
    expect(new Set(shapes).size).toBe(shapes.length);
  });
});
