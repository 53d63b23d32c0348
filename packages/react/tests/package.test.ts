import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkPackage, createPackageFromTarballData, type ResolutionKind } from '@arethetypeswrong/core';
import { build } from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPackage } from '../scripts/package.ts';
import { typeErrors } from './support/type-check.ts';

// It compiles the package, and a consumer of it, on machines that may be busy with other tests.
const SLOW = 300_000;

const modules = join(import.meta.dirname, '../../../node_modules');
const react18Types = join(import.meta.dirname, '../../react-18/node_modules/@types/react');
const fixture = join(import.meta.dirname, 'support/consumer');
const PEERS = ['react', 'react-dom', '@tanstack/react-query', '@types/react', '@types/react-dom'];

/** Outside of the repository, so that nothing of it resolves by accident. */
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'cassius-react-')));
const consumer = join(scratch, 'consumer');
const installed = join(consumer, 'node_modules/@cassius/react');
let tarball = '';

beforeAll(async () => {
  const folder = join(scratch, 'package');
  await buildPackage(folder);
  npm(folder, 'pack', '--silent', '--pack-destination', scratch);
  tarball = join(scratch, readdirSync(scratch).find((name) => name.endsWith('.tgz')) ?? '');
  cpSync(fixture, consumer, { recursive: true });
  // Peers are linked below: npm would ask a registry for them.
  npm(consumer, 'install', '--offline', '--legacy-peer-deps', '--no-audit', '--no-save', tarball);
  for (const peer of PEERS) {
    const link = join(consumer, 'node_modules', peer);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(modules, peer), link);
  }
}, SLOW);

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function npm(cwd: string, ...args: string[]): void {
  // No configuration of whoever runs the tests.
  execFileSync('npm', args, { cwd, stdio: 'pipe', env: { PATH: process.env.PATH, HOME: scratch } });
}

it('is found sound by publint', async () => {
  const file = readFileSync(tarball);
  const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer;
  const { messages, pkg } = await publint({ pack: { tarball: bytes }, strict: true });
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
});

it('has types that every ESM resolution finds, as attw sees it', { timeout: SLOW }, async () => {
  const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(tarball))), {
    entrypoints: Object.keys(manifest().exports).filter((entry) => entry !== './styles.css'),
  });
  if (!analysis.types) throw new Error('attw finds no types');
  // It is for ES modules alone: what `require` would make of it is no concern.
  const esm: ResolutionKind[] = ['node16-esm', 'bundler'];
  const problems = analysis.problems.filter(
    (problem) => !('resolutionKind' in problem) || esm.includes(problem.resolutionKind),
  );
  expect(problems).toEqual([]);
});

describe('installed in an empty folder', () => {
  it('brings nothing along: no dependency, no source of the repository', () => {
    expect(readdirSync(join(consumer, 'node_modules'))).not.toContain('@supabase');
    expect(manifest()).not.toHaveProperty('dependencies');
    const texts = everyFile(installed).map((file) => readFileSync(file, 'utf8'));
    expect(texts.filter((text) => /@cassius\/contracts|from ['"].*\.tsx?['"]/.test(text))).toEqual([]);
  });

  it.each([
    [
      'React 19, bundled',
      { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
    ],
    [
      'React 18, resolved as Node does',
      {
        module: ts.ModuleKind.NodeNext,
        moduleResolution: ts.ModuleResolutionKind.NodeNext,
        paths: {
          react: [join(react18Types, 'index.d.ts')],
          'react/jsx-runtime': [join(react18Types, 'jsx-runtime.d.ts')],
        },
      },
    ],
  ])('type-checks strictly in a consumer with %s', { timeout: SLOW }, (_name, resolution) => {
    const main = join(consumer, 'consumer.tsx');
    const program = ts.createProgram([main], {
      ...resolution,
      strict: true,
      exactOptionalPropertyTypes: true,
      target: ts.ScriptTarget.ES2022,
      jsx: ts.JsxEmit.ReactJSX,
      noEmit: true,
      types: [],
    });
    // The consumer and the declarations of the package: those of others are theirs to check.
    const isChecked = (path: string) => path === main || path.startsWith(installed);
    expect(program.getSourceFiles().filter(({ fileName }) => isChecked(fileName)).length).toBeGreaterThan(20);
    const isOfReact18 = ({ fileName }: ts.SourceFile) => fileName.startsWith(react18Types);
    expect(program.getSourceFiles().some(isOfReact18)).toBe('paths' in resolution);
    expect(typeErrors(program, isChecked, consumer)).toBe('');
  });

  it('bundles, with its styles', async () => {
    const { outputFiles } = await build({
      entryPoints: [join(consumer, 'consumer.tsx')],
      bundle: true,
      write: false,
      format: 'esm',
      jsx: 'automatic',
      outdir: 'out',
      external: ['react', 'react-dom', '@tanstack/react-query'],
    });
    expect(outputFiles.map(({ path }) => path.split('/').at(-1))).toEqual(['consumer.js', 'consumer.css']);
    expect(outputFiles[1]?.text).toContain('.cn-root');
  });

  it('loads in Node as the ES modules that it is', { timeout: SLOW }, () => {
    const entries = ['', '/preferences', '/http', '/en', '/memory', '/supabase'].map(
      (entry) => `@cassius/react${entry}`,
    );
    const program = `for (const entry of ${JSON.stringify(entries)}) await import(entry)`;
    execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: consumer, stdio: 'pipe' });
  });

  it('says ‘use client’ in every module that has a hook or a component, and in none with plain data', () => {
    const isClient = (file: string) => readFileSync(join(installed, file), 'utf8').startsWith("'use client'");
    expect(isClient('components/notification-bell.js')).toBe(true);
    expect(isClient('hooks/use-notifications.js')).toBe(true);
    expect(isClient('en.js') || isClient('messages/en.js') || isClient('http.js')).toBe(false);
  });
});

function manifest(): { exports: Record<string, unknown> } {
  return JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
}

function everyFile(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
