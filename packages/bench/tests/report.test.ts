import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Conditions } from '../src/report/conditions.ts';
import type { Report } from '../src/report/report.ts';
import { pageOf, summarised } from '../src/report/summary.ts';
import { writeReport } from '../src/report/write.ts';

const conditions: Conditions = {
  ...{
    date: '2026-11-21',
    commit: 'abcdef0',
    processor: 'invented',
    cores: 2,
    memoryGiB: 4,
    node: '20.19.0',
  },
  quick: false,
};
const summary = { runs: 3, median: 2.000049, q1: 1, q3: 3, p95: 3, p99: 3, min: 1, max: 3 };
const report: Report = {
  title: 'Fan-out',
  method: 'As it was done.',
  figures: [{ name: 'one', unit: 'ms', value: summary }],
  bounds: [
    { what: 'this', bound: 'at most 2×', found: '1.50×', met: true },
    { what: 'that', bound: 'at most 2×', found: '2.50×', met: false },
  ],
  tables: [{ title: 'Times', columns: ['people', 'ms'], rows: [['1', '2.00']] }],
  plot: {
    title: 'Times',
    x: { label: 'people', scale: 'log' },
    y: { label: 'ms', scale: 'linear' },
    series: [{ name: 'one', points: [{ x: 1, y: 2, low: 1, high: 3 }] }],
  },
  notes: ['Where the time goes.'],
};

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cassius-report-'));
  await mkdir(folder(), { recursive: true });
});
afterEach(() => rm(root, { recursive: true, force: true }));

const folder = () => join(root, 'docs', 'benchmarks');
const read = (name: string) => readFile(join(folder(), name), 'utf8');

test('a report is figures for programs, a page for people and a plot', async () => {
  await writeReport(folder(), 'fan-out', report, conditions);
  const figures = JSON.parse(await read('fan-out.json'));
  expect(figures).toMatchObject({
    name: 'fan-out',
    conditions,
    figures: [{ name: 'one', value: { median: 2 } }],
  });
  const page = await read('fan-out.md');
  expect(page).toContain('| people |   ms |');
  expect(page).toMatch(/that .*NO/);
  expect(page).toContain('Measured on 2026-11-21 at abcdef0');
  const plot = await read('fan-out.svg');
  expect(plot).toMatch(/^<svg[^>]*>/);
  expect(plot).toContain('Times');
});

test('the same figures draw the same plot', async () => {
  await writeReport(folder(), 'fan-out', report, conditions);
  const first = await read('fan-out.svg');
  await writeReport(folder(), 'fan-out', report, conditions);
  expect(await read('fan-out.svg')).toBe(first);
});

test('the overview quotes the bounds of what was run, and says which were missed', async () => {
  const words = (between: string) =>
    `# Invented\n\n<!-- Measured: written by \`npm run bench\`. -->${between}<!-- End of what was measured. -->\n\nMore.\n`;
  await writeFile(pageOf(root), words('\n\nold figures\n\n'));
  expect(await summarised(root)).toBe(words('\n\n'));
  await writeReport(folder(), 'fan-out', report, conditions);
  const page = await summarised(root);
  expect(page).toContain('[this](fan-out.md)');
  expect(page).toContain('**2.50×**');
  expect(page).not.toContain('old figures');
  expect(page).toContain('\n\nMore.\n');
});

test('an overview without a place for them is an error', async () => {
  await writeFile(pageOf(root), '# Invented\n');
  await expect(summarised(root)).rejects.toThrow('docs/benchmarks/README.md: no place between');
});
