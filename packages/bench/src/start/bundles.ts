import { join } from 'node:path';
import { type Weight, weigh } from '../../../react/scripts/measure.ts';
import { ownImports, ownWhole } from '../../../react/scripts/own-imports.ts';
import { weighPeers } from '../../../react/scripts/weigh-peers.ts';
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
export async function weighBundles({ root, quick, progress }: Context): Promise<Bundles> {
  const folder = join(root, 'packages', 'react', 'scripts');
  const own: Record<string, Weight> = {};
  for (const [what, source] of Object.entries(ownImports)) own[what] = await weigh(source, folder, PEERS);
  const ours = {
    name: '@cassius/react, TanStack Query, realtime-js',
    weight: await weigh(ownWhole, folder, REACT),
  };
  if (quick) return { own, whole: [ours] };
  const others = await progress.step('installing what others ship', () => weighPeers(REACT, () => {}));
  return {
    own,
    whole: [ours, ...others.map(({ name, version, weight }) => ({ name: `${name} ${version}`, weight }))],
  };
}
