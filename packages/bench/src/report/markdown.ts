import { markdownTable } from 'markdown-table';
import type { Report, Table } from './report.ts';

/** A report as a page: how it was measured, tables, bounds, plot, notes. */
export function toMarkdown(report: Report, name: string, conditions: string): string {
  const parts = [
    `# ${report.title}`,
    report.method,
    ...report.tables.map((table) => `**${table.title}**\n\n${toTable(table)}`),
    ...(report.bounds.length > 0 ? [`**Bounds**\n\n${toTable(boundsTable(report))}`] : []),
    `![${report.plot.title}](${name}.svg)`,
    ...(report.notes.length > 0 ? [report.notes.map((note) => `- ${note}`).join('\n')] : []),
    `${conditions} Again: \`npm run bench -- ${name}\`. All figures: [${name}.json](${name}.json).`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Words left, figures right; readable in a terminal as it stands. */
export function toTable({ columns, rows }: Table): string {
  return markdownTable([columns, ...rows], { align: columns.map((_, index) => (index === 0 ? 'l' : 'r')) });
}

export function boundsTable({ bounds }: Report): Table {
  return {
    title: 'Bounds',
    columns: ['what', 'bound', 'found', 'met'],
    rows: bounds.map(({ what, bound, found, met }) => [what, bound, found, met ? 'yes' : 'NO']),
  };
}
