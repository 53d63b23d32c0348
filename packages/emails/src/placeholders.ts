/**
 * What a placeholder may hold, and so how its value is checked when an email is sent:
 * - `text`: any text, escaped in HTML;
 * - `url`: an absolute http(s) address;
 * - `colour`: `#rrggbb`;
 * - `items`: fragments that were filled on their own.
 */
export type PlaceholderKind = 'text' | 'url' | 'colour' | 'items';
export type Placeholders = Readonly<Record<string, PlaceholderKind>>;

const everywhere = {
  organisation: 'text',
  openUrl: 'url',
  preferencesUrl: 'url',
  unsubscribeUrl: 'url',
  brand: 'colour',
  brandLabel: 'colour',
  brandEdge: 'colour',
  darkBrand: 'colour',
  darkLabel: 'colour',
} as const;

/** One notification: its words come from the outbox row, where they were chosen. */
const notice = { ...everywhere, title: 'text', message: 'text', cta: 'text' } as const;
const urgent = { ...notice, severity: 'text', accent: 'colour' } as const;

/** The placeholders of each template: the generator refuses a template that uses another one, or leaves one out. */
export const placeholders = {
  alert: urgent,
  reminder: notice,
  message: notice,
  welcome: notice,
  failure: urgent,
  digest: { ...everywhere, summary: 'text', items: 'items' },
  digestItem: { label: 'text', count: 'text' },
} as const satisfies Readonly<Record<string, Placeholders>>;

/** How a placeholder is written inside a compiled template. */
export const slot = (name: string): string => `{{${name}}}`;
