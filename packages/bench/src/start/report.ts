import { bytes, figure, ratioSpread, spread, times } from '../measure/format.ts';
import { ratios, type Summary, summarise } from '../measure/statistics.ts';
import type { Bound, Figure, Report, Table } from '../report/report.ts';
import type { Bundles } from './bundles.ts';
import type { Started } from './npm-start.ts';

/** From nothing to a page, in milliseconds. */
export interface Round {
  cloned: number;
  installed: number;
  started: number;
  /** `npm ci` of the same lock file alone. */
  bareInstall: number;
}

export interface Installed {
  started: Started;
  /** Milliseconds of the least that a database and a page take. */
  floor: number;
}

export interface Found {
  clones: Round[];
  /** The first start of an installation, which builds the pages and makes the database. */
  first: Installed[];
  /** The next one, with what the first has left. */
  again: Installed[];
  /** Starts of the checkout itself, in a quick run. */
  existing: Installed[];
  bundles: Bundles;
}

/** What a start may take, in seconds. */
const BOUND = 20;
/** What the package may weigh without its peers, gzipped. */
const WEIGHT_BOUND = 15_000;
const WHOLE_INDEX = 'everything of the index';

interface Row {
  what: string;
  to: string;
  /** Milliseconds, a round each. */
  samples: number[];
  floors: number[];
}

export function report(found: Found): Report {
  const rows = rowsOf(found);
  const { bundles } = found;
  return {
    title: 'Start: from a clone to a page, and what the components weigh',
    method: `\`git clone\` of the checkout into an empty folder, \`npm ci\` (packages from npm's cache where it has them), \`npm start\` on ports of its own, until the sign-in page is answered with 200 and a browser with an empty cache shows its button; then Ctrl-C, and \`npm start\` again on what is there. *Bare npm ci*: the same lock file and manifests in a folder that holds nothing else. *Floor*: PostgreSQL (with \`initdb\` where the database is new) and at the same time Next.js (with \`next build\` where the pages are not built), until the same page shows in the same browser: no migrations, demo data, Data API, Realtime, Edge Functions, mail, cron. Weights: JavaScript as a browser loads it, without React, bundled and minified by esbuild with the same settings, gzipped.`,
    figures: [...rows.flatMap(figuresOf), ...weightFigures(bundles)],
    bounds: [...boundsOf(found), weightBound(bundles)],
    tables: [timesTable(rows), ...stepTables(found), ownTable(bundles), wholeTable(bundles)],
    plot: {
      title: 'A bell with its inbox, connected: kilobytes that a browser loads, gzipped',
      x: { label: '', scale: 'category' },
      y: { label: 'kB, gzipped', scale: 'linear' },
      series: [
        {
          name: 'without React',
          points: bundles.whole.map(({ name, weight }) => ({ x: shortName(name), y: weight.gzipped / 1000 })),
        },
      ],
    },
    notes: notesOf(found),
  };
}

/** The longest step of each kind of start, and how much of it the least that a start needs takes too. */
function notesOf({ first, again, existing }: Found): string[] {
  const note = (what: string, runs: readonly Installed[]): string[] => {
    const [one] = runs;
    if (!one) return [];
    const median = (samples: readonly number[]) => inSeconds(samples).median;
    const [longest] = Object.keys(one.started.steps)
      .map((step) => ({ step, s: median(runs.flatMap(({ started }) => started.steps[step] ?? [])) }))
      .sort((a, b) => b.s - a.s);
    if (!longest) return [];
    const all = median(runs.map(({ started: { ms } }) => ms));
    const floor = median(runs.map((run) => run.floor));
    return [
      `${what}: of ${figure(all)} s the longest step is \`${longest.step}\` with ${figure(longest.s)} s; a bare database and a bare page take ${figure(floor)} s.`,
    ];
  };
  return [
    ...note('The first start', first),
    ...note('A start with its data', again),
    ...note('A start of this checkout', existing),
  ];
}

function rowsOf({ clones, first, again, existing }: Found): Row[] {
  const started = (what: string, runs: readonly Installed[]): Row => ({
    ...{ what, to: 'floor' },
    samples: runs.map(({ started: { ms } }) => ms),
    floors: runs.map(({ floor }) => floor),
  });
  const all: Row[] = [
    {
      ...{ what: 'clone to page', to: 'bare npm ci' },
      samples: clones.map(({ cloned, installed, started: ms }) => cloned + installed + ms),
      floors: clones.map(({ bareInstall }) => bareInstall),
    },
    started('installed to page, first start', first),
    started('installed to page, with its data', again),
    started('installed to page, in this checkout', existing),
  ];
  return all.filter(({ samples }) => samples.length > 0);
}

const inSeconds = (samples: readonly number[]): Summary => summarise(samples.map((ms) => ms / 1000));

function figuresOf({ what, to, samples, floors }: Row): Figure[] {
  return [
    {
      name: what,
      unit: 's',
      value: inSeconds(samples),
      ratio: { to, value: summarise(ratios(samples, floors)) },
    },
    { name: `${what}: ${to}`, unit: 's', value: inSeconds(floors) },
  ];
}

function boundsOf({ first, again, existing }: Found): Bound[] {
  const bound = (what: string, runs: readonly Installed[]): Bound[] => {
    if (runs.length === 0) return [];
    const { median } = inSeconds(runs.map(({ started: { ms } }) => ms));
    return [
      { what, ...{ bound: `less than ${BOUND} s`, found: `${figure(median)} s`, met: median < BOUND } },
    ];
  };
  return [
    ...bound('installed to page, first start', first),
    ...bound('installed to page, with its data', again),
    ...bound('installed to page, in this checkout', existing),
  ];
}

function weightBound({ own }: Bundles): Bound {
  const gzipped = own[WHOLE_INDEX]?.gzipped ?? Number.POSITIVE_INFINITY;
  return {
    what: `packages/react without peers, ${WHOLE_INDEX}`,
    ...{ bound: 'less than 15 kB', found: bytes(gzipped), met: gzipped < WEIGHT_BOUND },
  };
}

function timesTable(rows: readonly Row[]): Table {
  return {
    title: 'Seconds: median (quartiles)',
    columns: ['', 'seconds', 'beside', 'that takes', 'times', 'rounds'],
    rows: rows.map(({ what, to, samples, floors }) => [
      ...[what, spread(inSeconds(samples)), to, spread(inSeconds(floors))],
      ...[ratioSpread(summarise(ratios(samples, floors))), String(samples.length)],
    ]),
  };
}

/** What the starts themselves tell of their steps. */
function stepTables({ clones, first, again, existing }: Found): Table[] {
  const runs = [
    { name: 'first start', started: first },
    { name: 'with its data', started: again },
    { name: 'this checkout', started: existing },
  ].filter(({ started }) => started.length > 0);
  const labels = [
    ...new Set(
      runs.flatMap(({ started }) => started.flatMap(({ started: { steps } }) => Object.keys(steps))),
    ),
  ];
  const before = (
    [
      ['git clone', 'cloned'],
      ['npm ci', 'installed'],
    ] as const
  ).map(([label, key]) => [
    label,
    ...runs.map(({ name }) =>
      name === 'first start' && clones.length > 0 ? spread(inSeconds(clones.map((round) => round[key]))) : '',
    ),
  ]);
  return [
    {
      title: 'Where the seconds go (those of `npm start` overlap): median (quartiles)',
      columns: ['step', ...runs.map(({ name }) => name)],
      rows: [
        ...(clones.length > 0 ? before : []),
        ...labels.map((label) => [
          label,
          ...runs.map(({ started }) => {
            const samples = started.flatMap(({ started: { steps } }) => steps[label] ?? []);
            return samples.length === 0 ? '' : spread(inSeconds(samples));
          }),
        ]),
      ],
    },
  ];
}

function weightFigures({ own, whole }: Bundles): Figure[] {
  const [ours] = whole;
  const one = (value: number) => summarise([value]);
  return [
    ...Object.entries(own).map(([what, { gzipped }]) => ({
      name: `@cassius/react, ${what}, gzipped`,
      unit: 'B',
      value: one(gzipped),
    })),
    ...whole.map(({ name, weight: { gzipped } }) => ({
      name: `bell with inbox, connected: ${name}, gzipped`,
      unit: 'B',
      value: one(gzipped),
      ...(ours ? { ratio: { to: ours.name, value: one(gzipped / ours.weight.gzipped) } } : {}),
    })),
  ];
}

function ownTable({ own }: Bundles): Table {
  return {
    title: '@cassius/react, without React and TanStack Query',
    columns: ['what is imported', 'minified', 'gzipped'],
    rows: Object.entries(own).map(([what, { minified, gzipped }]) => [what, bytes(minified), bytes(gzipped)]),
  };
}

function wholeTable({ whole }: Bundles): Table {
  const [ours] = whole;
  return {
    title: 'A bell with its inbox, connected, nothing but React left out',
    columns: ['whose', 'minified', 'gzipped', 'beside ours'],
    rows: whole.map(({ name, weight: { minified, gzipped } }) => [
      ...[name, bytes(minified), bytes(gzipped), times(gzipped / (ours?.weight.gzipped ?? gzipped))],
    ]),
  };
}

/** `@novu/react 3.19.2` → `@novu/react`: what fits under a point. */
const shortName = (name: string): string => name.split(/[ ,]/)[0] ?? name;
