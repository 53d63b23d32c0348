import type { Severity } from '@cassius/contracts';
import type { CSSProperties } from 'react';

const fontFamily =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans', sans-serif";

/** Decoration only, the word beside it says the same: mid tones that show on a light and on a dark card. */
export const accents: Readonly<Record<Severity, string>> = {
  INFO: '#2f7dd1',
  WARNING: '#c77700',
  CRITICAL: '#d64545',
};

/** Inline styles, the only ones that every mail client keeps: the light theme. */
export const styles = {
  body: { backgroundColor: '#f4f7f6', fontFamily, margin: 0, padding: 0 },
  page: { backgroundColor: '#f4f7f6', padding: '32px 16px' },
  preheader: {
    display: 'none',
    fontSize: '1px',
    lineHeight: '1px',
    maxHeight: 0,
    maxWidth: 0,
    opacity: 0,
    overflow: 'hidden',
  },
  container: { maxWidth: '560px' },
  header: { paddingBottom: '16px' },
  mark: {
    display: 'inline-block',
    width: '30px',
    height: '30px',
    borderRadius: '9px',
    backgroundColor: '#0b6b65',
    color: '#ffffff',
    fontSize: '17px',
    fontWeight: 700,
    lineHeight: '30px',
    textAlign: 'center',
    verticalAlign: 'middle',
  },
  name: {
    color: '#12211f',
    fontSize: '19px',
    fontWeight: 700,
    letterSpacing: '-0.2px',
    lineHeight: '30px',
    paddingLeft: '10px',
    verticalAlign: 'middle',
  },
  card: {
    backgroundColor: '#ffffff',
    border: '1px solid #dbe4e2',
    borderRadius: '14px',
    // Without it, a table ignores the radius.
    borderCollapse: 'separate',
    padding: '28px 32px 30px',
  },
  eyebrow: { color: '#526662', fontSize: '14px', lineHeight: '20px', margin: '0 0 10px' },
  dot: {
    display: 'inline-block',
    width: '10px',
    height: '10px',
    borderRadius: '5px',
    marginRight: '8px',
  },
  title: { color: '#12211f', fontSize: '23px', fontWeight: 700, lineHeight: '30px', margin: '0 0 12px' },
  message: { color: '#263b38', fontSize: '16px', lineHeight: '25px', margin: '0 0 22px' },
  button: {
    backgroundColor: '#0b6b65',
    borderRadius: '10px',
    color: '#ffffff',
    fontSize: '16px',
    fontWeight: 600,
    padding: '14px 22px',
    textAlign: 'center',
  },
  note: { color: '#526662', fontSize: '14px', lineHeight: '21px', margin: '18px 0 0' },
  items: { margin: '0 0 22px' },
  item: { borderTop: '1px solid #dbe4e2' },
  label: { color: '#263b38', fontSize: '16px', lineHeight: '24px', padding: '11px 0' },
  count: { color: '#12211f', fontWeight: 700 },
  footer: { paddingTop: '22px' },
  small: { color: '#526662', fontSize: '13px', lineHeight: '20px', margin: '0 0 8px' },
  link: { color: '#0b6b65', textDecoration: 'underline' },
} as const satisfies Readonly<Record<string, CSSProperties>>;

/**
 * For the clients that read a style sheet: the dark theme and narrow screens. `[data-ogsc]` and `[data-ogsb]` are how
 * Outlook's dark mode on phones and on the web is reached.
 */
const dark: ReadonlyArray<readonly [selector: string, declarations: string]> = [
  ['.page', 'background-color:#0c1413!important'],
  ['.card', 'background-color:#121c1b!important;border-color:#263533!important'],
  ['.strong', 'color:#e5eeec!important'],
  ['.plain', 'color:#cbd8d5!important'],
  ['.soft', 'color:#9db1ad!important'],
  ['.line', 'border-color:#263533!important'],
  ['.link', 'color:#57cabf!important'],
  ['.button', 'background-color:#57cabf!important;color:#06211e!important'],
];

export const styleSheet = [
  ':root{color-scheme:light dark;supported-color-schemes:light dark}',
  `@media (prefers-color-scheme:dark){${dark.map(([selector, rules]) => `${selector}{${rules}}`).join('')}}`,
  ...dark.map(([selector, rules]) => `[data-ogsc] ${selector}{${rules}}`),
  '@media (max-width:480px){.page-cell{padding:20px 10px!important}.card-cell{padding:24px 20px!important}',
  '.button{display:block!important}}',
].join('');
