import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Conditions, inWords } from './conditions.ts';
import { toMarkdown } from './markdown.ts';
import { drawPlot } from './plot.ts';
import type { Report } from './report.ts';

/** What a JSON file of docs/benchmarks holds. */
export type Written = { name: string; conditions: Conditions } & Report;

/**
 * Writes `<name>.json`, `<name>.svg` and `<name>.md`.
 * @param folder made when it is missing
 */
export async function writeReport(
  folder: string,
  name: string,
  report: Report,
  conditions: Conditions,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const written: Written = { name, conditions, ...report };
  await writeFile(join(folder, `${name}.json`), `${JSON.stringify(written, rounded, 2)}\n`);
  await writeFile(join(folder, `${name}.svg`), drawPlot(report.plot));
  await writeFile(join(folder, `${name}.md`), toMarkdown(report, name, inWords(conditions)));
}

/** Four digits that count: the others are noise, and make every run a change of the file. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}
