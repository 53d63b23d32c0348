import { z } from 'zod';
import { brandTones } from './brand.ts';
import { type Filled, fill } from './fill.ts';
import { remembered } from './remembered.ts';
import { accents, cards, defaultBrand, placeholders, templates, words } from './templates.generated.ts';

type Locale = keyof typeof words;
/** French is what the product speaks when it does not know better. */
const DEFAULT_LOCALE: Locale = 'fr';

const text = z.string().min(1).max(1000);
const organisation = {
  organisation: text,
  // No brand of its own: the product's.
  colour: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'expected #rrggbb')
    .nullish(),
};
const noticePayload = z.object({
  ...organisation,
  category: z.enum(['alerts', 'activity', 'imports', 'system', 'messages', 'reminders']),
  severity: z.enum(['INFO', 'WARNING', 'CRITICAL']),
  title: text,
  message: text,
  cta: text,
});
const digestPayload = z.object({
  ...organisation,
  // The label is a noun in the language of the row, that agrees with its count.
  items: z.array(z.object({ label: text, count: z.int().min(0) })).min(1),
  total: z.int().min(0),
});

/** What an outbox row says about its email, and where the links of every email go. */
export interface EmailSource {
  template: string;
  locale: string;
  payload: unknown;
  openUrl: string;
  preferencesUrl: string;
  unsubscribeUrl: string;
}

/**
 * The HTML and the text of one email. The same source always gives the same bytes.
 *
 * @throws Error that names the field: an unknown template, a payload that its template cannot take, a bad address
 */
export function renderEmail(source: EmailSource): Filled {
  const locale = localeOf(source.locale);
  const { template } = source;
  switch (template) {
    case 'alert':
    case 'failure': {
      const payload = parsePayload(noticePayload, source);
      return fill(templates[template][locale], placeholders[template], {
        ...everywhere(source, payload),
        ...wordsOf(payload),
        severity: words[locale].severity[payload.severity],
        accent: accents[payload.severity],
      });
    }
    case 'reminder':
    case 'message':
    case 'welcome': {
      const payload = parsePayload(noticePayload, source);
      return fill(templates[template][locale], placeholders[template], {
        ...everywhere(source, payload),
        ...wordsOf(payload),
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
      return fill(templates[template][locale], placeholders.digest, {
        ...everywhere(source, payload),
        summary: plural(locale, payload.total, words[locale].summary),
        items,
      });
    }
    default:
      throw new Error(`template: unknown "${template}"`);
  }
}

/** The values of the frame: who it is from, where its links go, and what it is painted with. */
function everywhere(
  source: EmailSource,
  payload: { organisation: string; colour?: string | null | undefined },
) {
  const { openUrl, preferencesUrl, unsubscribeUrl } = source;
  const { light, dark } = tonesOf(payload.colour ?? defaultBrand);
  return {
    organisation: payload.organisation,
    openUrl,
    preferencesUrl,
    unsubscribeUrl,
    brand: light.fill,
    brandLabel: light.label,
    brandEdge: light.edge,
    darkBrand: dark.fill,
    darkLabel: dark.label,
  };
}

const tonesOf = remembered((colour: string) => brandTones(colour, cards));

const wordsOf = ({ title, message, cta }: z.output<typeof noticePayload>) => ({ title, message, cta });

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

const numberFormat = remembered((locale: Locale) => new Intl.NumberFormat(locale));
const pluralRules = remembered((locale: Locale) => new Intl.PluralRules(locale));

const formatCount = (locale: Locale, count: number): string => numberFormat(locale).format(count);

interface PluralForms {
  readonly one: string;
  readonly many?: string;
  readonly other: string;
}

/** French has one form for 0 and 1, and one for whole millions, which want a « de ». */
function plural(locale: Locale, count: number, forms: PluralForms): string {
  const category = pluralRules(locale).select(count);
  const form = category === 'one' || category === 'many' ? forms[category] : undefined;
  return (form ?? forms.other).replace('{{count}}', formatCount(locale, count));
}
