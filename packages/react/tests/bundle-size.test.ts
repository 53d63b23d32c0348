import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const fromPackage = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

it('weighs less than 15 kB gzipped without its peers', async () => {
  const { peerDependencies } = JSON.parse(readFileSync(fromPackage('package.json'), 'utf8'));
  const { outputFiles } = await build({
    entryPoints: [fromPackage('src/index.ts')],
    external: [...Object.keys(peerDependencies), 'react/jsx-runtime'],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    jsx: 'automatic',
    target: 'es2022',
  });
  expect(gzipSync(outputFiles[0]?.contents ?? '').length).toBeLessThan(15_000);
});
