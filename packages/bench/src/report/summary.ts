import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { benchmarks } from '../benchmarks.ts';
import { inWords } from './conditions.ts';
import { toTable } from './markdown.ts';
import type { Written } from './write.ts';

const BEGIN = '<!-- Measured: written by `npm run bench`. -->';
const END = '<!-- End of what was measured. -->';

/** @param root folder of the checkout */
export const pageOf = (root: string): string => join(root, 'docs', 'benchmarks', 'README.md');

/**
 * The account of the last full runs in docs/benchmarks/README.md: each bound of the design beside what was found. What was not run is left out.
 * @param root folder of the checkout
 * @returns the page as it should be
 * @throws when the page has no place for it
 */
export async function summarised(root: string): Promise<string> {
  const page = await readFile(pageOf(root), 'utf8');
  const from = page.indexOf(BEGIN);
  const until = page.indexOf(END);
  if (from < 0 || until < from)
    throw new Error(`docs/benchmarks/README.md: no place between ${BEGIN} and ${END}`);
  const reports = await readReports(root);
  const rows = reports.flatMap(({ name, bounds }) =>
    bounds.map(({ what, bound, found, met }) => [
      `[${what}](${name}.md)`,
      bound,
      met ? found : `**${found}**`,
    ]),
  );
  const [first] = reports;
  const parts = [
    BEGIN,
    ...(first
      ? [toTable({ title: '', columns: ['what', 'bound', 'found'], rows }), inWords(first.conditions)]
      : []),
    END,
  ];
  return page.slice(0, from) + parts.join('\n\n') + page.slice(until + END.length);
}

/** Brings the page up to date. */
export async function writeSummary(root: string): Promise<void> {
  await writeFile(pageOf(root), await summarised(root));
}

async function readReports(root: string): Promise<Written[]> {
  const reports: Written[] = [];
  for (const { name } of benchmarks) {
    const file = join(root, 'docs', 'benchmarks', `${name}.json`);
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (text !== null) reports.push(JSON.parse(text) as Written);
  }
  return reports;
}
