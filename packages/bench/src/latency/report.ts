import { figure, ratioSpread } from '../measure/format.ts';
import { ratios, type Summary, summarise } from '../measure/statistics.ts';
import type { Bound, Report } from '../report/report.ts';
import { PARTS } from '../stack/stack.ts';
import type { Level } from './levels.ts';
import { PATHS, type Path } from './probes.ts';

/** The design's bounds on the 95th percentile, idle; milliseconds. */
const MOST = { badge: 150, provider: 1000 } as const;

const WORDS: Record<Path, string> = {
  floor: 'bare pg_notify → WebSocket (floor)',
  frame: 'ISQ → realtime frame',
  badge: 'ISQ → badge in the browser',
  provider: 'ISQ → last email at the provider',
};

/** For the legend of the plot, which has one line. */
const SHORT: Record<Path, string> = {
  floor: 'pg_notify → WebSocket',
  frame: 'frame',
  badge: 'badge',
  provider: 'provider',
};

const inWords = ({ perSecond }: Level): string => (perSecond === 0 ? 'idle' : `${perSecond} events/s`);

const of = ({ probed }: Level, path: Path): Summary => summarise(probed[path].samples);
const toFloor = ({ probed }: Level, path: Path): Summary =>
  summarise(ratios(probed[path].samples, probed.floor.samples));

const percentiles = ({ median, p95, p99 }: Summary): string =>
  `${figure(median)} / ${figure(p95)} / ${figure(p99)}`;

/** @param measured.patienceMs what an arrival that never came counts with, at least */
export function latencyReport(
  levels: readonly Level[],
  { people, watched, patienceMs }: { people: number; watched: number; patienceMs: number },
): Report {
  const idle = levels.find(({ perSecond }) => perSecond === 0);
  if (!idle) throw new Error('idle: not measured');
  const loaded = levels.filter(({ load }) => load !== null);
  return {
    title: 'Latency: from the commit of an ISQ to eyes and mailboxes',
    method: `The whole local stack as \`npm start\` runs it, and a browser, on one machine. An ISQ of 25 is inserted for one of ${watched} practices of ${people} people by turns; time counts from the moment at which its COMMIT is sent. *Frame*: the hint is handed over by the stock supabase-js client. *Badge*: a MutationObserver in the production page sees the new count. *Provider*: the mail server's own time of the last of ${people} emails. *Floor*: in turns with it, a bare \`pg_notify\` to a session that listens and passes it to a WebSocket. *Events a second*: alerts to ${people} people each of other practices, in-app and by email, at random moments fixed beforehand, whether the system keeps up or not; the same holds for the alerts that are measured. What had not arrived ${Math.round(patienceMs / 1000)} s after the last alert counts with its whole wait.`,
    figures: [
      ...levels.flatMap((level) =>
        PATHS.map((path) => ({
          name: `${WORDS[path]}, ${inWords(level)}`,
          unit: 'ms',
          value: of(level, path),
          ...(path === 'floor' ? {} : { ratio: { to: WORDS.floor, value: toFloor(level, path) } }),
        })),
      ),
      ...loaded.flatMap((level) =>
        level.load
          ? [{ name: `insert of the load, ${inWords(level)}`, unit: 'ms', value: level.load.insert }]
          : [],
      ),
    ],
    bounds: (['badge', 'provider'] as const).map((path): Bound => {
      const { p95 } = of(idle, path);
      const { missing } = idle.probed[path];
      return {
        what: `${WORDS[path]}, p95, idle`,
        bound: `below ${MOST[path]} ms`,
        found: `${figure(p95)} ms${missing > 0 ? `, ${missing} missing` : ''}`,
        met: p95 < MOST[path] && missing === 0,
      };
    }),
    tables: [
      {
        title: 'Milliseconds from COMMIT: p50 / p95 / p99',
        columns: ['', ...levels.map(inWords)],
        rows: [
          ...PATHS.map((path) => [WORDS[path], ...levels.map((level) => percentiles(of(level, path)))]),
          ['alerts measured', ...levels.map(({ probed }) => String(probed.frame.samples.length))],
        ],
      },
      {
        title: 'Times the floor of the same round: median (quartiles)',
        columns: ['', ...levels.map(inWords)],
        rows: PATHS.filter((path) => path !== 'floor').map((path) => [
          WORDS[path],
          ...levels.map((level) => ratioSpread(toFloor(level, path))),
        ]),
      },
      {
        title: 'What went on meanwhile',
        columns: ['', ...levels.map(inWords)],
        rows: [
          [
            'alerts a second that were committed',
            ...levels.map(({ load }) => (load ? figure(load.achieved) : '0')),
          ],
          [
            'their insert from when it was due, ms: p50 / p95 / p99',
            ...levels.map(({ load }) => (load ? percentiles(load.insert) : '–')),
          ],
          [
            'arrivals that never came: frame, badge, provider',
            ...levels.map(({ probed: { frame, badge, provider } }) =>
              [frame, badge, provider].map(({ missing }) => missing).join(', '),
            ),
          ],
          [
            'processors in use, by everything',
            ...levels.map((level) => `${Math.round(level.processorsBusy * 100)} %`),
          ],
          ...PARTS.map((part) => [
            `processors that ${part} kept busy`,
            ...levels.map(({ processors }) => (processors ? processors[part].toFixed(2) : '–')),
          ]),
          ['lateness of what measures, p99, ms', ...levels.map((level) => figure(level.ownDelayP99))],
        ],
      },
    ],
    plot: {
      title: 'From COMMIT to arrival',
      x: { label: 'while this goes on', scale: 'category' },
      y: { label: 'ms: median, and up to the 95th percentile', scale: 'log' },
      series: PATHS.map((path) => ({
        name: SHORT[path],
        baseline: path === 'floor',
        points: levels.map((level) => {
          const { median, p95 } = of(level, path);
          return { x: inWords(level), y: median, low: median, high: p95 };
        }),
      })),
    },
    notes: notesOf(idle),
  };
}

function notesOf(idle: Level): string[] {
  const [floor, frame, badge] = (['floor', 'frame', 'badge'] as const).map((path) => of(idle, path).median);
  const apart = (later = 0, earlier = 0) => figure(Math.max(0, later - earlier));
  return [
    `Idle, at the median: ${figure(floor ?? 0)} ms from COMMIT to a socket with nothing in between; ${apart(frame, floor)} ms more until the hint is with the application (logical decoding, the gateway, the client); ${apart(badge, frame)} ms more until the page has asked the table for the exact count and shows it.`,
    'The hosted platform adds its network, and has processors of its own for each part; here all of them, the browser and what measures share one machine.',
  ];
}
