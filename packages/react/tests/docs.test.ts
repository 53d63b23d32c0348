import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { typeErrors } from './support/type-check.ts';

const root = join(import.meta.dirname, '../../..');
const folder = join(root, 'docs/react');
const pages = readdirSync(folder).filter((file) => file.endsWith('.md'));
const documents = ['docs/react.md', 'packages/react/README.md', ...pages.map((page) => `docs/react/${page}`)];

/** Every `tsx` block, under a path beside this file, where its imports are found. */
const blocks = new Map(
  documents.flatMap((document) =>
    [...readFileSync(join(root, document), 'utf8').matchAll(/^```tsx\n(.*?)^```$/gms)].map(
      ([, code = ''], index) =>
        [join(import.meta.dirname, `${document.replaceAll('/', '-')}-${index + 1}.tsx`), code] as const,
    ),
  ),
);

it('type-checks every block of code in the documentation', { timeout: 300_000 }, () => {
  const base = ts.readConfigFile(join(import.meta.dirname, '../tsconfig.json'), ts.sys.readFile).config;
  const { options } = ts.parseJsonConfigFileContent(
    { ...base, files: [] },
    ts.sys,
    join(root, 'packages/react'),
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => blocks.has(path) || fileExists(path);
  host.readFile = (path) => blocks.get(path) ?? readFile(path);
  host.getSourceFile = (path, target, ...rest) => {
    const code = blocks.get(path);
    return code === undefined
      ? getSourceFile(path, target, ...rest)
      : ts.createSourceFile(path, code, target);
  };
  const program = ts.createProgram([...blocks.keys()], options, host);
  expect(blocks.size).toBeGreaterThan(documents.length);
  expect(typeErrors(program, (path) => blocks.has(path), root)).toBe('');
});

describe('a page of the documentation', () => {
  it.each(pages)('docs/react/%s has a live example, named alike', (page) => {
    const name = page.replace('.md', '');
    expect(readFileSync(join(folder, page), 'utf8')).toContain(`/composants/${name}`);
    const examples = readdirSync(join(root, 'apps/web/src/features/components-guide/examples'));
    expect(examples).toContain(`${name}.tsx`);
  });

  it('is linked from the overview', () => {
    const overview = readFileSync(join(root, 'docs/react.md'), 'utf8');
    expect(pages.filter((page) => !overview.includes(`(react/${page})`))).toEqual([]);
  });
});
