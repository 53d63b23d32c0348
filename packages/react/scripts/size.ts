/**
 * Prints what a browser loads of this package, and with `--peers` beside what others ship for the same: those are
 * installed from npm into a temporary folder and bundled by the same settings.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Weight, weigh } from './measure.ts';
import { ownImports, ownWhole } from './own-imports.ts';
import { peers } from './peers.ts';

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
  const folder = mkdtempSync(join(tmpdir(), 'cassius-peers-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    for (const { name, packages, bell } of peers) {
      const wanted = Object.entries(packages).map(([id, version]) => `${id}@${version}`);
      process.stderr.write(`installing ${wanted.join(' ')} …\n`);
      // What they want besides React comes with them; nothing of theirs is run.
      const options = [
        '--ignore-scripts',
        '--legacy-peer-deps',
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
      ];
      execFileSync('npm', ['install', ...options, ...wanted], {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      console.log(weightLine(`${name} ${packages[name]}`, await weigh(bell, folder, REACT)));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
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
