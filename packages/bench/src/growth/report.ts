import { bytes, figure, times } from '../measure/format.ts';
import { summarise } from '../measure/statistics.ts';
import type { Figure, Report, Table } from '../report/report.ts';
import { type Bytes, type Rows, type TableName, totalOf } from './tables.ts';

/** What one part of the whole run found. */
export interface Part {
  /** Rows of the inbox, and how long the writers took for them. */
  written: number;
  writeSeconds: number;
  /** Rows of the inbox that retention took meanwhile, and how long it was at work. */
  deleted: number;
  upkeepSeconds: number;
  sizes: Bytes[];
  tuples: Record<TableName, Rows>;
}

export interface Grown {
  parts: readonly Part[];
  /** At the end. */
  used: readonly Bytes[];
  /** After all was written anew. */
  fresh: readonly Bytes[];
  tuples: Record<TableName, Rows>;
  /** Rows of the inbox at the end. */
  live: number;
}

const rateOf = ({ written, writeSeconds }: Part): number => written / writeSeconds;

export function growthReport({ parts, used, fresh, tuples, live }: Grown): Report {
  const tenth = parts.length / 10;
  const firstTenth = parts.slice(0, tenth);
  const lastTenth = parts.slice(-tenth);
  const steady = parts.filter(({ deleted }) => deleted > 0);
  // The first part in which retention deletes is only partly a steady one.
  const firstSteady = steady.slice(1, 1 + tenth);
  const rate = (some: readonly Part[]) => summarise(some.map(rateOf)).median;
  const ratio = (one: number, other: number) => (other > 0 ? times(one / other) : '');
  const written = parts.reduce((sum, part) => sum + part.written, 0);
  const deleted = parts.reduce((sum, part) => sum + part.deleted, 0);
  const rows = Object.values(tuples).reduce((sum, { inserted }) => sum + inserted, 0);
  const seconds = parts.reduce((sum, { writeSeconds }) => sum + writeSeconds, 0);
  const kept = used.reduce((sum, size) => sum + totalOf(size), 0) / live;
  const dense = fresh.reduce((sum, size) => sum + totalOf(size), 0) / live;
  const upkeepSeconds = steady.reduce((sum, part) => sum + part.upkeepSeconds, 0);
  return {
    title: 'Growth and upkeep: writing into full tables while retention runs',
    method: `${figure(rows)} rows, of them ${figure(written)} notifications, through \`notify_bulk()\` from two connections, in ${parts.length} parts, for practices of fifty people: nine events of ten are told in the application alone, one is an alert that is emailed as well. Meanwhile 85 % of what the part before told is read, a worker's emails leave at once, and \`notify.clean_up()\` runs as cron runs it. The engine's clock goes through four windows of retention (30 days each) while the parts are written, so that the first window fills the tables and the others renew them; autovacuum, whose pace is made for months, looks every second and does not pause. *Written anew*: the same tables after VACUUM FULL, as dense as they get.`,
    figures: figuresOf({ parts, used, fresh, tuples, live }),
    bounds: [],
    tables: [
      {
        title: 'Notifications a second, written while all the rest runs',
        columns: ['when', 'median', 'beside the first tenth', 'parts'],
        rows: [
          ['first tenth: the tables are empty', firstTenth],
          ['a tenth from when retention deletes', firstSteady],
          ['last tenth', lastTenth],
        ].map(([when, some]) => {
          const these = some as readonly Part[];
          if (these.length === 0) return [when as string, '', '', '0'];
          return [
            when as string,
            figure(rate(these)),
            ratio(rate(these), rate(firstTenth)),
            String(these.length),
          ];
        }),
      },
      sizesTable(used, fresh, tuples, live),
      indexTable(used, fresh, live),
    ],
    plot: {
      title: 'Bytes of table and indexes, all four tables, by notifications written',
      x: { label: 'notifications written', scale: 'linear' },
      y: { label: 'MB', scale: 'linear' },
      series: [
        {
          name: 'with retention',
          points: parts.map(({ sizes }, index) => ({
            x: writtenUntil(parts, index),
            y: sizes.reduce((sum, size) => sum + totalOf(size), 0) / 1e6,
          })),
        },
        {
          name: 'written anew at the end',
          baseline: true,
          points: [0, parts.length - 1].map((index) => ({
            x: writtenUntil(parts, index),
            y: fresh.reduce((sum, size) => sum + totalOf(size), 0) / 1e6,
          })),
        },
      ],
    },
    notes: [
      `${figure(rows)} rows in all four tables, ${figure(rows / seconds)} a second, while as many were read, sent and deleted on the same processors: ${figure(rows / written)} rows a notification.`,
      `A notification keeps ${bytes(kept)} in tables and indexes, and cannot do with less than ${bytes(dense)}, those of the same rows written anew; between the two lies what retention has freed and the next notifications take.`,
      `Retention deleted ${figure(deleted)} of them, ${upkeepSeconds > 0 ? figure(deleted / upkeepSeconds) : '0'} a second beside the writers; ${figure(live)} are left.`,
    ],
  };
}

const writtenUntil = (parts: readonly Part[], index: number): number =>
  parts.slice(0, index + 1).reduce((sum, { written }) => sum + written, 0);

/** A table beside its copy. */
const pairs = (used: readonly Bytes[], fresh: readonly Bytes[]): [Bytes, Bytes][] =>
  used.map((size) => {
    const dense = fresh.find(({ table }) => table === size.table);
    if (!dense) throw new Error(`${size.table}: was not written anew`);
    return [size, dense];
  });

function sizesTable(
  used: readonly Bytes[],
  fresh: readonly Bytes[],
  tuples: Grown['tuples'],
  live: number,
): Table {
  const row = (name: string, one: number, dense: number, dead: string) => [
    name,
    bytes(one),
    bytes(one / live),
    bytes(dense / live),
    times(one / dense),
    dead,
  ];
  const sum = (of: readonly Bytes[]) => of.reduce((total, size) => total + totalOf(size), 0);
  return {
    title: `At the end, tables with their indexes, for ${figure(live)} notifications kept`,
    columns: ['table', 'size', 'a notification', 'written anew', 'bloat', 'dead rows per live one'],
    rows: [
      ...pairs(used, fresh).map(([size, dense]) => {
        const { live: alive, dead } = tuples[size.table];
        return row(size.table, totalOf(size), totalOf(dense), alive > 0 ? (dead / alive).toFixed(3) : '');
      }),
      row('all four', sum(used), sum(fresh), ''),
    ],
  };
}

function indexTable(used: readonly Bytes[], fresh: readonly Bytes[], live: number): Table {
  return {
    title: 'Bytes a notification, table and each index',
    columns: ['table or index', 'at the end', 'written anew', 'bloat'],
    rows: pairs(used, fresh).flatMap(([size, dense]) => [
      [size.table, figure(size.heap / live), figure(dense.heap / live), times(size.heap / dense.heap)],
      ...Object.entries(size.indexes).map(([index, one]) => {
        const other = dense.indexes[index] ?? one;
        return [`– ${index}`, figure(one / live), figure(other / live), times(one / other)];
      }),
    ]),
  };
}

function figuresOf({ parts, used, fresh, live }: Grown): Figure[] {
  const single = (name: string, unit: string, value: number, dense?: number): Figure => ({
    ...{ name, unit, value: summarise([value]) },
    ...(dense && { ratio: { to: 'written anew', value: summarise([value / dense]) } }),
  });
  return [
    { name: 'notifications written', unit: 'rows/s', value: summarise(parts.map(rateOf)) },
    ...pairs(used, fresh).flatMap(([size, dense]) => [
      single(`${size.table}, a notification`, 'bytes', totalOf(size) / live, totalOf(dense) / live),
      ...Object.entries(size.indexes).map(([index, one]) =>
        single(`${index}, a notification`, 'bytes', one / live, (dense.indexes[index] ?? one) / live),
      ),
    ]),
  ];
}
