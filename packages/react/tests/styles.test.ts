import { expect, it } from 'vitest';
import { css, selectors } from './support/style-sheet.ts';

it('keeps every rule below .cn-root, so that nothing leaks into the page', () => {
  expect(selectors.length).toBeGreaterThan(80);
  for (const selector of selectors) {
    expect(selector).toMatch(/^(\[data-theme="(light|dark)"\] )?\.cn-root([ .:]|$)/);
  }
});

it('names its animations with the prefix of its classes', () => {
  for (const [, name] of css.matchAll(/@keyframes (\S+)/g)) expect(name).toMatch(/^cn-/);
});

it('lays out by logical sides only, for right-to-left pages', () => {
  expect(css).not.toMatch(
    /(?:margin|padding|border|inset)-(?:left|right|top|bottom)|^\s*(?:left|right|top|bottom):/m,
  );
});
