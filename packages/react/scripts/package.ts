import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import ts from 'typescript';

const root = join(import.meta.dirname, '..');
const sources = join(root, 'src');

/**
 * Writes the package as npm gets it: a module of JavaScript and its declarations for each source, so that bundlers drop
 * what is not used and `'use client'` stays where it was written; one style sheet; a manifest for what is there.
 */
export async function buildPackage(folder: string): Promise<void> {
  const modules = compile(folder);
  rmSync(folder, { recursive: true, force: true });
  for (const [file, text] of modules) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  await build({
    entryPoints: [join(sources, 'styles.css')],
    bundle: true,
    // Nesting and light-dark() are for the consumer's tools to lower, if they have to.
    target: 'esnext',
    outfile: join(folder, 'styles.css'),
  });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
  copyFileSync(join(root, 'README.md'), join(folder, 'README.md'));
}

/** @returns each file to write, with its text */
function compile(outDir: string): Map<string, string> {
  const base = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config;
  const config = ts.parseJsonConfigFileContent({ ...base, include: ['src'] }, ts.sys, root, {
    outDir,
    rootDir: sources,
    target: ts.ScriptTarget.ES2022,
    noEmit: false,
    noEmitOnError: true,
    declaration: true,
    rewriteRelativeImportExtensions: true,
  });
  const program = ts.createProgram(config.fileNames, config.options);
  const modules = new Map<string, string>();
  const emitted = program.emit(undefined, (file, text) => {
    modules.set(file, file.endsWith('.d.ts') ? withJavaScriptPaths(text) : text);
  });
  const problems = [...ts.getPreEmitDiagnostics(program), ...emitted.diagnostics];
  if (problems.length === 0) return modules;
  const host = { getCurrentDirectory: () => root, getCanonicalFileName: String, getNewLine: () => '\n' };
  throw new Error(ts.formatDiagnostics(problems, host));
}

/** The compiler rewrites `./a.ts` in the modules that it emits, and leaves it in their declarations. */
function withJavaScriptPaths(declarations: string): string {
  return declarations.replace(/((?:from|import)\s*\(?\s*['"]\.{1,2}\/[^'"]+?)\.tsx?(?=['"])/g, '$1.js');
}

function manifest(): Record<string, unknown> {
  const source = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { name, version, description, keywords, license, type, sideEffects } = source;
  const { peerDependencies, peerDependenciesMeta } = source;
  const exports = Object.fromEntries(
    Object.entries<string>(source.exports).map(([entry, path]) => [entry, published(path)]),
  );
  return {
    name,
    version,
    description,
    keywords,
    license,
    type,
    sideEffects,
    exports,
    peerDependencies,
    peerDependenciesMeta,
  };
}

function published(source: string): string | { types: string; default: string } {
  const path = source.replace('./src/', './');
  if (!path.endsWith('.ts')) return path;
  return { types: path.replace(/\.ts$/, '.d.ts'), default: path.replace(/\.ts$/, '.js') };
}
