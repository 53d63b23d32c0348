import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';

/** Where and when something was measured. */
export interface Conditions {
  /** ISO date. */
  date: string;
  /** What was measured; `+` when files had been changed since. */
  commit: string;
  processor: string;
  cores: number;
  memoryGiB: number;
  node: string;
  /** Fewer rounds and rows than a full run. */
  quick: boolean;
}

/** @param root folder of the checkout */
export function conditionsOf(root: string, quick: boolean): Conditions {
  const processors = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commitOf(root),
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    quick,
  };
}

export function inWords({ date, commit, processor, cores, memoryGiB, node, quick }: Conditions): string {
  const kind = quick ? 'A quick run: not for quoting. ' : '';
  return `${kind}Measured on ${date} at ${commit}: ${cores} cores of ${processor}, ${memoryGiB} GiB, Node ${node}, PostgreSQL 17 of the local stack.`;
}

function commitOf(root: string): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') ? '+' : '');
  } catch {
    // An archive without its history.
    return 'unknown';
  }
}
