import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const folder = new URL('../src/styles/', import.meta.url);
const css = readdirSync(folder)
  .map((file) => readFileSync(new URL(file, folder), 'utf8').replace(/\/\*[\s\S]*?\*\//g, ''))
  .join('\n');

it('keeps every rule below .cn-root, so that nothing leaks into the page', () => {
  const selectors = [...css.matchAll(/([^{};]+)\{/g)]
    .map(([, prelude]) => (prelude ?? '').trim())
    .filter((prelude) => !prelude.startsWith('@'))
    .flatMap((prelude) => prelude.split(/,(?![^(]*\))/).map((selector) => selector.trim()))
    .filter((selector) => !/^(from|to|\d+%)$/.test(selector));
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
