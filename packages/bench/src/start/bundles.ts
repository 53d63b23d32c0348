import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runToEnd } from '@cassius/dev-stack/src/program.ts';
import { type Weight, weigh } from '../../../react/scripts/measure.ts';
import { ownImports, ownWhole } from '../../../react/scripts/own-imports.ts';
import type { Context } from '../benchmark.ts';

const REACT = ['react', 'react-dom'];
/** What an application that uses the package has anyway. */
const PEERS = [...REACT, '@tanstack/react-query'];

export interface Bundles {
  /** By what is imported, without the package's peers. */
  own: Record<string, Weight>;
  /** A bell with its inbox, connected, nothing but React left out; ours first. */
  whole: { name: string; weight: Weight }[];
}

/** Bundled and minified for production by esbuild, then gzipped; the others are installed from npm, unless it is to be quick. */
export async function weighBundles(context: Context): Promise<Bundles> {
  const { root, quick, progress } = context;
  const folder = join(root, 'packages', 'react', 'scripts');
  const own: Record<string, Weight> = {};
  for (const [what, source] of Object.entries(ownImports)) own[what] = await weigh(source, folder, PEERS);
  const ours = {
    name: '@cassius/react, TanStack Query, realtime-js',
    weight: await weigh(ownWhole, folder, REACT),
  };
  if (quick) return { own, whole: [ours] };
  const others = await progress.step('installing what others ship', () => weighOthers(context));
  return {
    own,
    whole: [ours, ...others.map(({ name, version, weight }) => ({ name: `${name} ${version}`, weight }))],
  };
}

/** What others ship; what npm installs for that is in a folder of the run. */
async function weighOthers({ scratch, signal }: Context) {
  const folder = join(scratch, 'peers');
  await mkdir(folder);
  const file = join(folder, 'weights.json');
  const program = join(import.meta.dirname, 'weigh-peers.ts');
  const { status, output } = await runToEnd(process.execPath, ['--import', 'tsx', program, file, ...REACT], {
    cwd: import.meta.dirname,
    env: { ...process.env, TMPDIR: folder },
    signal,
  });
  signal.throwIfAborted();
  if (status !== 0) throw new Error(`others could not be weighed (${status}):\n${output}`);
  return JSON.parse(await readFile(file, 'utf8')) as { name: string; version: string; weight: Weight }[];
}
