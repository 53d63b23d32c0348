/**
 * Prints what a browser loads of this package, and with `--peers` beside what others ship for the same: those are
 * installed from npm into a temporary folder and bundled by the same settings.
 */
import { parseArgs } from 'node:util';
import { type Weight, weigh } from './measure.ts';
import { ownImports, ownWhole } from './own-imports.ts';
import { weighPeers } from './weigh-peers.ts';

const { values } = parseArgs({ options: { peers: { type: 'boolean', default: false } } });

const REACT = ['react', 'react-dom'];
const OWN_PEERS = [...REACT, '@tanstack/react-query'];

console.log(
  'JavaScript as a browser loads it, without React: bundled and minified by esbuild, then gzipped.\n',
);
console.log(line('@cassius/react, without TanStack Query', 'minified', 'gzipped'));
for (const [what, source] of Object.entries(ownImports)) {
  console.log(weightLine(what, await weigh(source, import.meta.dirname, OWN_PEERS)));
}
console.log(`\n${line('A bell with its inbox, connected, nothing left out', 'minified', 'gzipped')}`);
console.log(
  weightLine(
    '@cassius/react, TanStack Query, realtime-js',
    await weigh(ownWhole, import.meta.dirname, REACT),
  ),
);
if (values.peers) await printPeers();
else console.log('\nBeside its peers, which are downloaded for that: npm run size -- --peers');

async function printPeers(): Promise<void> {
  const installing = (wanted: string) => process.stderr.write(`installing ${wanted} …\n`);
  for (const { name, version, weight } of await weighPeers(REACT, installing)) {
    console.log(weightLine(`${name} ${version}`, weight));
  }
}

function weightLine(what: string, { minified, gzipped }: Weight): string {
  return line(what, kilobytes(minified), kilobytes(gzipped));
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1)} kB`;
}

function line(what: string, ...columns: string[]): string {
  return what.padEnd(52) + columns.map((column) => column.padStart(12)).join('');
}
