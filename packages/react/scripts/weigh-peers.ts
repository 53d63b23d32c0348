import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Weight, weigh } from './measure.ts';
import { peers } from './peers.ts';

/** What comes with them is theirs; nothing of theirs is run. */
const OPTIONS = ['--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund', '--loglevel=error'];

/**
 * Installs the peers from npm into a temporary folder, one after the other, and weighs each.
 * @param external what is not counted
 * @param onInstall told what is about to be installed
 */
export async function weighPeers(
  external: string[],
  onInstall: (wanted: string) => void,
): Promise<{ name: string; version: string; weight: Weight }[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cassius-peers-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    const weighed = [];
    for (const { name, packages, bell } of peers) {
      const wanted = Object.entries(packages).map(([id, version]) => `${id}@${version}`);
      onInstall(wanted.join(' '));
      execFileSync('npm', ['install', ...OPTIONS, ...wanted], {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      weighed.push({ name, version: packages[name] ?? '', weight: await weigh(bell, folder, external) });
    }
    return weighed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
