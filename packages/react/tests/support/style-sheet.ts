import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../src/styles');

/** All of the style sheet, without its comments. */
export const css = readdirSync(folder)
  .map((file) => readFileSync(join(folder, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, ''))
  .join('\n');

/** Every selector in it, one alternative each. */
export const selectors = [...css.matchAll(/([^{};]+)\{/g)]
  .map(([, prelude]) => (prelude ?? '').replace(/\s+/g, ' ').trim())
  .filter((prelude) => !prelude.startsWith('@'))
  .flatMap(alternatives)
  .filter((selector) => !/^(from|to|\d+%)$/.test(selector));

/** A selector without the state that it waits for: what it may come to match. */
export function atRest(selector: string): string {
  return selector
    .replace(/::[\w-]+/g, '')
    .replace(/:(hover|focus|focus-visible|checked|disabled|dir\(rtl\))(?![\w-])/g, ':where(*)');
}

/** At the commas outside of parentheses. */
function alternatives(list: string): string[] {
  const found = [''];
  let depth = 0;
  for (const sign of list) {
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (sign === ',' && depth === 0) found.push('');
    else found[found.length - 1] += sign;
  }
  return found.map((selector) => selector.trim());
}
