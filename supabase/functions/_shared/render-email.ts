import { z } from 'zod';
import { type Filled, fill } from './fill.ts';
import { accents, placeholders, templates, words } from './templates.generated.ts';

type Locale = keyof typeof words;
/** French is what the product speaks when it does not know better. */
const DEFAULT_LOCALE: Locale = 'fr';

const text = z.string().min(1).max(1000);
const alertPayload = z.object({
  category: z.enum(['alerts', 'activity', 'imports', 'system', 'messages', 'reminders']),
  severity: z.enum(['INFO', 'WARNING', 'CRITICAL']),
  organisation: text,
  title: text,
  message: text,
  cta: text,
});
const digestPayload = z.object({
  organisation: text,
  // The label is a noun in the language of the row, that agrees with its count.
  items: z.array(z.object({ label: text, count: z.int().min(0) })).min(1),
  total: z.int().min(0),
});

/** What an outbox row says about its email, and where the two links of every email go. */
export interface EmailSource {
  template: string;
  locale: string;
  payload: unknown;
  openUrl: string;
  preferencesUrl: string;
}

/**
 * The HTML and the text of one email. The same source always gives the same bytes.
 *
 * @throws Error that names the field: an unknown template, a payload that its template cannot take, a bad address
 */
export function renderEmail(source: EmailSource): Filled {
  const locale = localeOf(source.locale);
  const { openUrl, preferencesUrl } = source;
  switch (source.template) {
    case 'alert': {
      const payload = parsePayload(alertPayload, source);
      const { organisation, title, message, cta } = payload;
      return fill(templates.alert[locale], placeholders.alert, {
        organisation,
        title,
        message,
        cta,
        severity: words[locale].severity[payload.severity],
        accent: accents[payload.severity],
        openUrl,
        preferencesUrl,
      });
    }
    case 'digest_daily':
    case 'digest_weekly': {
      const payload = parsePayload(digestPayload, source);
      const items = payload.items.map(({ label, count }) =>
        fill(templates.digest_item, placeholders.digestItem, {
          label,
          count: formatCount(locale, count),
        }),
      );
      return fill(templates[source.template][locale], placeholders.digest, {
        organisation: payload.organisation,
        summary: plural(locale, payload.total, words[locale].summary),
        items,
        openUrl,
        preferencesUrl,
      });
    }
    default:
      throw new Error(`template: unknown "${source.template}"`);
  }
}

/** `fr-CA` → `fr`; a language without templates → French. */
function localeOf(tag: string): Locale {
  const language = tag.toLowerCase().split('-')[0] ?? '';
  return Object.hasOwn(words, language) ? (language as Locale) : DEFAULT_LOCALE;
}

function parsePayload<Schema extends z.ZodType>(schema: Schema, source: EmailSource): z.output<Schema> {
  const result = schema.safeParse(source.payload);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(`payload.${issue?.path.join('.')}: ${issue?.message} (template "${source.template}")`);
}

const formatCount = (locale: Locale, count: number): string => new Intl.NumberFormat(locale).format(count);

/** French has one form for 0 and 1; what is neither `one` nor `other` in CLDR (a French million) reads as `other`. */
function plural(
  locale: Locale,
  count: number,
  forms: { readonly one: string; readonly other: string },
): string {
  const form = new Intl.PluralRules(locale).select(count) === 'one' ? forms.one : forms.other;
  return form.replace('{{count}}', formatCount(locale, count));
}
