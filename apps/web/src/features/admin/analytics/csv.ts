import { typeName } from '../words.ts';
import type { Analytics } from './analytics.ts';
import { stageNames } from './stages.ts';

/** A cell as French spreadsheets read it: a semicolon parts cells, a comma the decimals. */
const cell = (value: string | number | null): string =>
  typeof value === 'number' ? String(value).replace('.', ',') : `"${(value ?? '').replaceAll('"', '""')}"`;

/** A file of figures for a spreadsheet: each type in each week. The mark at its start says that it is UTF-8. */
export function toCsv(details: Analytics['details']): string {
  const head = [
    'Semaine du',
    'Type',
    'Code',
    ...Object.values(stageNames),
    'Délai médian (secondes)',
    'E-mails',
  ];
  const rows = details.map(({ week, type, sent, seen, read, clicked, medianReaction, emails }) => [
    week,
    typeName(type),
    type,
    sent,
    seen,
    read,
    clicked,
    medianReaction,
    emails,
  ]);
  return `\ufeff${[head, ...rows].map((row) => `${row.map(cell).join(';')}\r\n`).join('')}`;
}
