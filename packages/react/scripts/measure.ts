import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

export interface Weight {
  minified: number;
  gzipped: number;
  /** Paths of the modules of which something is left. */
  modules: string[];
}

/**
 * What a browser loads of `source`, a module of JavaScript: bundled and minified by esbuild for production. Styles are
 * not counted.
 * @param folder where its imports are looked for
 * @param external what the application has anyway, and is not counted either
 */
export async function weigh(source: string, folder: string, external: string[]): Promise<Weight> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: folder },
    external,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    jsx: 'automatic',
    target: 'es2022',
    outdir: 'out',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  const scripts = outputFiles.filter(({ path }) => path.endsWith('.js'));
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  return {
    minified: scripts.reduce((sum, { contents }) => sum + contents.length, 0),
    gzipped: scripts.reduce((sum, { contents }) => sum + gzipSync(contents).length, 0),
    modules: inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path),
  };
}
