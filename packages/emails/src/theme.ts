import type { Severity } from '@cassius/contracts';
import type { CSSProperties } from 'react';
import { slot } from './placeholders.ts';

const fontFamily =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans', sans-serif";

/** The brand of an organisation that has chosen none. */
export const defaultBrand = '#0b6b65';

/** Decoration only, the word beside it says the same: mid tones that show on a light and on a dark card. */
export const accents: Readonly<Record<Severity, string>> = {
  INFO: '#2f7dd1',
  WARNING: '#c77700',
  CRITICAL: '#d64545',
};

/** Inline where every mail client reads it: light. In the style sheet: dark. */
export const palettes = {
  light: {
    page: '#f4f7f6',
    card: '#ffffff',
    panel: '#eff4f3',
    line: '#dbe4e2',
    strong: '#12211f',
    plain: '#263b38',
    soft: '#526662',
  },
  dark: {
    page: '#0c1413',
    card: '#121c1b',
    panel: '#1b2927',
    line: '#263533',
    strong: '#e5eeec',
    plain: '#cbd8d5',
    soft: '#9db1ad',
  },
} as const;
const { light, dark } = palettes;

/** What an email is painted with on a light card, and in the style sheet on a dark one. */
const brand = { fill: slot('brand'), label: slot('brandLabel'), edge: slot('brandEdge') };

/** Inline styles, the only ones that every mail client keeps: the light theme. */
export const styles = {
  body: { backgroundColor: light.page, fontFamily, margin: 0, padding: 0 },
  page: { backgroundColor: light.page, padding: '32px 16px' },
  // Where `display:none` is not kept, a line of one pixel in the colour of the page is left.
  preheader: {
    color: light.page,
    display: 'none',
    fontSize: '1px',
    lineHeight: '1px',
    maxHeight: 0,
    maxWidth: 0,
    msoHide: 'all',
    overflow: 'hidden',
  },
  container: { maxWidth: '560px' },
  header: { paddingBottom: '18px' },
  // With its outline, 40 pixels each way.
  mark: {
    width: '38px',
    height: '38px',
    borderRadius: '10px',
    border: `1px solid ${brand.edge}`,
    backgroundColor: brand.fill,
    color: brand.label,
    fontSize: '20px',
    fontWeight: 700,
    lineHeight: '38px',
    textAlign: 'center',
  },
  names: { paddingLeft: '12px' },
  name: { color: light.strong, fontSize: '18px', fontWeight: 700, lineHeight: '22px', margin: 0 },
  organisation: { color: light.soft, fontSize: '14px', lineHeight: '19px', margin: 0 },
  card: {
    backgroundColor: light.card,
    border: `1px solid ${light.line}`,
    borderRadius: '14px',
    // Without it, a table ignores the radius.
    borderCollapse: 'separate',
    padding: '28px 32px 30px',
  },
  eyebrow: {
    color: light.soft,
    fontSize: '14px',
    fontWeight: 600,
    lineHeight: '20px',
    margin: '0 0 10px',
  },
  accent: { fontSize: '18px', lineHeight: '20px' },
  title: { color: light.strong, fontSize: '23px', fontWeight: 700, lineHeight: '30px', margin: '0 0 12px' },
  greeting: {
    color: light.strong,
    fontSize: '28px',
    fontWeight: 700,
    lineHeight: '35px',
    margin: '0 0 10px',
  },
  message: { color: light.plain, fontSize: '16px', lineHeight: '25px', margin: '0 0 22px' },
  lead: { color: light.plain, fontSize: '16px', lineHeight: '25px', margin: 0 },
  aside: { color: light.soft, fontSize: '15px', lineHeight: '23px', margin: '0 0 22px' },
  block: { margin: '0 0 22px' },
  // A reminder: a leaf of a calendar beside the words.
  leaf: {
    width: '46px',
    backgroundColor: light.panel,
    border: `1px solid ${light.line}`,
    borderCollapse: 'separate',
    borderRadius: '9px',
  },
  leafTop: {
    backgroundColor: brand.fill,
    borderBottom: `1px solid ${brand.edge}`,
    borderRadius: '8px 8px 0 0',
    fontSize: '1px',
    height: '11px',
    lineHeight: '11px',
  },
  leafDays: {
    color: light.soft,
    fontSize: '15px',
    height: '31px',
    letterSpacing: '2px',
    lineHeight: '11px',
    textAlign: 'center',
  },
  besideLeaf: { paddingLeft: '16px', verticalAlign: 'top' },
  // A message: what was said, in a bubble whose tail is a square corner.
  bubble: {
    backgroundColor: light.panel,
    borderCollapse: 'separate',
    borderRadius: '16px 16px 16px 3px',
    margin: '0 0 18px',
    padding: '16px 20px',
  },
  // A welcome: numbered steps. A failure: facts with their heads.
  steps: { margin: '0 0 8px' },
  step: { color: light.plain, fontSize: '16px', lineHeight: '24px', padding: '0 0 14px 14px' },
  stepNumber: {
    color: light.strong,
    fontSize: '20px',
    fontWeight: 700,
    lineHeight: '24px',
    padding: '0 0 14px',
    verticalAlign: 'top',
    width: '18px',
  },
  fact: { borderTop: `1px solid ${light.line}`, padding: '12px 0' },
  factHead: { color: light.soft, fontSize: '13px', fontWeight: 600, lineHeight: '18px', margin: '0 0 3px' },
  factBody: { color: light.plain, fontSize: '16px', lineHeight: '24px', margin: 0 },
  // A digest: a line for each kind of notification.
  items: { borderBottom: `1px solid ${light.line}`, margin: '0 0 18px' },
  item: { borderTop: `1px solid ${light.line}` },
  label: { color: light.plain, fontSize: '16px', lineHeight: '24px', padding: '11px 0' },
  count: { color: light.strong, fontWeight: 700 },
  button: {
    backgroundColor: brand.fill,
    border: `1px solid ${brand.edge}`,
    borderRadius: '10px',
    color: brand.label,
    fontSize: '16px',
    fontWeight: 600,
    lineHeight: '22px',
    padding: '11px 22px',
    textAlign: 'center',
  },
  note: { color: light.soft, fontSize: '14px', lineHeight: '21px', margin: '18px 0 0' },
  footer: { paddingTop: '22px' },
  small: { color: light.soft, fontSize: '13px', lineHeight: '20px', margin: '0 0 8px' },
  // The same colour as the text around it, told apart by its line: no brand colour to make readable on the page.
  link: { color: light.soft, textDecoration: 'underline' },
} as const satisfies Readonly<Record<string, CSSProperties & { msoHide?: 'all' }>>;

type Declarations = { readonly background?: string; readonly text?: string; readonly border?: string };

const darkRules: Readonly<Record<string, Declarations>> = {
  page: { background: dark.page },
  card: { background: dark.card, border: dark.line },
  panel: { background: dark.panel, border: dark.line },
  line: { border: dark.line },
  strong: { text: dark.strong },
  plain: { text: dark.plain },
  soft: { text: dark.soft },
  brand: { background: slot('darkBrand'), text: slot('darkLabel'), border: slot('darkBrand') },
};

const declare = ({ background, text, border }: Declarations): string =>
  [
    background && `background-color:${background}!important`,
    border && `border-color:${border}!important`,
    text && `color:${text}!important`,
  ]
    .filter(Boolean)
    .join(';');

const darkSheet = (prefix: string, part: (rule: Declarations) => Declarations = (rule) => rule): string =>
  Object.entries(darkRules)
    .map(([name, rule]) => [name, declare(part(rule))])
    .filter(([, rules]) => rules !== '')
    .map(([name, rules]) => `${prefix}.${name}{${rules}}`)
    .join('');

/**
 * For the clients that read a style sheet. One each for screens and for the dark: a client that drops a sheet for a rule
 * that it does not know keeps the other one. Outlook on phones and on the web marks what it has darkened with
 * `data-ogsc` (text) and `data-ogsb` (background).
 */
export const styleSheets = [
  '@media (max-width:480px){.page-cell{padding:20px 10px!important}.card-cell{padding:24px 20px!important}.button{display:block!important}}',
  [
    ':root{color-scheme:light dark;supported-color-schemes:light dark}',
    `@media (prefers-color-scheme:dark){${darkSheet('')}}`,
    darkSheet('[data-ogsc] ', ({ text, border }) => ({ ...(text && { text }), ...(border && { border }) })),
    darkSheet('[data-ogsb] ', ({ background }) => (background ? { background } : {})),
  ].join(''),
];

/** Outlook for Windows knows no `max-width`: without a width of its own, an email is as wide as the window. */
export const outlookSheet = `<!--[if mso]><style>.container{width:${styles.container.maxWidth}!important}</style><![endif]-->`;
