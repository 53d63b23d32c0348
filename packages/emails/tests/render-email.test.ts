import { emailTexts, notificationTypes, type TypeEmailText } from '@cassius/contracts';
import { describe, expect, it } from 'vitest';
import { renderEmail } from '../../../supabase/functions/_shared/render-email.ts';

const links = {
  openUrl: 'https://cassius.test/l/token',
  preferencesUrl: 'https://cassius.test/preferences',
  unsubscribeUrl: 'https://cassius.test/u/token',
};
const alertPayload = {
  category: 'alerts',
  severity: 'CRITICAL',
  organisation: 'Cabinet Lumière',
  title: 'Une alerte vous attend',
  message: 'Une nouvelle alerte demande votre attention.',
  cta: "Voir l'alerte dans Cassius",
};
const alert = (over: object = {}, locale = 'fr') =>
  renderEmail({ template: 'alert', locale, payload: { ...alertPayload, ...over }, ...links });
const digest = (total: number, items: unknown = [{ label: 'alertes', count: total }], locale = 'fr') =>
  renderEmail({
    template: 'digest_daily',
    locale,
    payload: { organisation: 'Cabinet Lumière', items, total },
    ...links,
  });

/** The types that have words of their own. */
const typeEmailTexts: Record<string, Record<'fr' | 'en', TypeEmailText>> = Object.fromEntries(
  Object.values(notificationTypes).flatMap(({ name, emailTexts: words }) => (words ? [[name, words]] : [])),
);

describe('an alert', () => {
  it("has the words of its row, among them « Voir l'alerte dans Cassius » as they are", () => {
    const { html, text } = alert();
    for (const words of [alertPayload.title, alertPayload.message, alertPayload.cta, 'Cabinet Lumière']) {
      expect(html).toContain(words);
      expect(text).toContain(words);
    }
  });

  it.each(Object.entries(emailTexts))(
    'renders the words of the category %s in both languages',
    (_, words) => {
      for (const locale of ['fr', 'en'] as const) {
        const { title, message, cta } = words[locale];
        const { html, text } = alert({ title, message, cta }, locale);
        for (const part of [title, message, cta]) {
          expect(html).toContain(part);
          expect(text).toContain(part);
        }
      }
    },
  );

  it.each(Object.entries(typeEmailTexts))(
    'renders the words of the type %s in both languages',
    (_, words) => {
      for (const locale of ['fr', 'en'] as const) {
        const { title, messages, cta } = words[locale];
        for (const message of messages) {
          const { html, text } = alert({ title, message, cta }, locale);
          for (const part of [title, message, cta]) {
            expect(html).toContain(part);
            expect(text).toContain(part);
          }
        }
      }
    },
  );

  it('says how urgent it is in words, not in colour alone', () => {
    expect(alert({ severity: 'INFO' }).text).toMatch(/^Information$/m);
    expect(alert({ severity: 'WARNING' }).text).toMatch(/^À surveiller$/m);
    expect(alert({ severity: 'CRITICAL' }).text).toMatch(/^Prioritaire$/m);
    expect(alert({ severity: 'CRITICAL' }, 'en').text).toMatch(/^High priority$/m);
  });

  it('escapes what a practice calls itself', () => {
    const { html, text } = alert({ organisation: '<script>alert("x")</script> & fils' });
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; fils');
    expect(text).toContain('<script>alert("x")</script> & fils');
  });

  it('carries no value that its template does not ask for', () => {
    const { html, text } = alert({ patientName: 'Zélie Imaginaire', value: 25 });
    expect(html + text).not.toMatch(/Zélie|25[^p%0-9]/);
  });
});

describe('a digest', () => {
  it.each([
    [0, '0\u00a0notification vous attend'],
    [1, '1\u00a0notification vous attend'],
    [2, '2\u00a0notifications vous attendent'],
    [1234, '1\u202f234\u00a0notifications vous attendent'],
    [1_000_000, '1\u202f000\u202f000\u00a0de notifications vous attendent'],
    [1_000_001, '1\u202f000\u202f001\u00a0notifications vous attendent'],
  ])('agrees with %i in French', (total, words) => {
    expect(digest(total).html).toContain(words);
    expect(digest(total).text).toContain(words);
  });

  it.each([
    [0, '0\u00a0notifications are'],
    [1, '1\u00a0notification is'],
    [2, '2\u00a0notifications are'],
    [1234, '1,234\u00a0notifications are'],
    [1_000_000, '1,000,000\u00a0notifications are'],
  ])('agrees with %i in English', (total, words) => {
    expect(digest(total, undefined, 'en').html).toContain(words);
    expect(digest(total, undefined, 'en').text).toContain(words);
  });

  it('has a line for each item, in the order given, with the label of its row', () => {
    const items = [
      { label: 'nouveaux messages', count: 1200 },
      { label: 'alerte critique', count: 1 },
    ];
    const { html, text } = digest(1201, items);
    expect(text).toContain('- 1\u202f200\u00a0nouveaux messages\n- 1\u00a0alerte critique\n');
    expect(html).toMatch(/>1\u202f200<\/span>\u00a0nouveaux messages<.*>1<\/span>\u00a0alerte critique</s);
  });

  it('escapes a label', () => {
    const { html, text } = digest(2, [{ label: '<b>alertes</b> & "co" {{count}}', count: 2 }]);
    expect(html).toContain('&lt;b&gt;alertes&lt;/b&gt; &amp; &quot;co&quot; {{count}}');
    expect(html).not.toContain('<b>alertes');
    expect(text).toContain('- 2\u00a0<b>alertes</b> & "co" {{count}}');
  });
});

describe('a row that cannot be rendered', () => {
  it.each([
    [
      'template',
      () => renderEmail({ template: 'constructor', locale: 'fr', payload: alertPayload, ...links }),
    ],
    ['payload.title', () => alert({ title: undefined })],
    ['payload.title', () => alert({ title: '' })],
    ['payload.organisation', () => alert({ organisation: '' })],
    ['payload.severity', () => alert({ severity: 'FATAL' })],
    ['payload.items', () => digest(1, [])],
    ['payload.items.0.label', () => digest(1, [{ label: '', count: 1 }])],
    ['payload.items.0.label', () => digest(1, [{ category: 'alerts', count: 1 }])],
    ['payload.items.0.count', () => digest(1, [{ label: 'alertes', count: 1.5 }])],
    ['payload.total', () => digest(-1, [{ label: 'alertes', count: 1 }])],
    [
      'placeholder openUrl',
      () => renderEmail({ template: 'alert', locale: 'fr', payload: alertPayload, ...links, openUrl: 'x' }),
    ],
    [
      'placeholder unsubscribeUrl',
      () =>
        renderEmail({ template: 'alert', locale: 'fr', payload: alertPayload, ...links, unsubscribeUrl: '' }),
    ],
  ])('is refused with the name of the field: %s', (field, render) => {
    expect(render).toThrow(new RegExp(`^${field}:`));
  });

  it('says nothing of the value that was wrong', () => {
    expect(() => alert({ title: 12, severity: 'Zélie Imaginaire' })).toThrow(
      expect.not.stringContaining('Zélie'),
    );
  });
});
