import { formatInstant } from './format.ts';
import { bandNames, CRITICAL_BELOW, isqBand, WATCH_BELOW } from './isq.ts';
import styles from './isq-chart.module.css';
import { IsqPoints } from './isq-points.tsx';
import { tensOf, timeTicks, valueScale } from './isq-scale.ts';
import type { Measurement } from './types.ts';

/** Height of the drawing in pixels. Its width is that of the page: across, everything is told in percent. */
const HEIGHT = 260;
const TOP = 12;
const BOTTOM = 24;
/** Room for half a point on either side, in percent. */
const INSET = 3;

const round = (n: number) => Math.round(n * 10) / 10;

interface IsqChartProps {
  /** Newest first, as everywhere; at least one. */
  measurements: Measurement[];
  timeZone: string;
}

/** Measurements through time, against the two thresholds. The table below says the same in words. */
export function IsqChart({ measurements, timeZone }: IsqChartProps) {
  const points = [...measurements].reverse();
  const times = points.map(({ measuredAt }) => Date.parse(measuredAt));
  const start = times[0] ?? 0;
  const span = (times.at(-1) ?? 0) - start;
  const scale = valueScale(points.map(({ value }) => value));
  const across = (part: number) => round(INSET + part * (100 - 2 * INSET));
  const x = (time: number) => (span === 0 ? 50 : across((time - start) / span));
  const y = (value: number) =>
    round(TOP + ((scale.high - value) / (scale.high - scale.low)) * (HEIGHT - TOP - BOTTOM));
  const drawn = points.map(({ id, value, measuredAt }, index) => ({
    id,
    value,
    band: isqBand(value),
    when: formatInstant(measuredAt, timeZone),
    x: x(times[index] ?? start),
    y: y(value),
  }));
  const last = drawn.at(-1);
  const zones = [
    { band: 'stable', from: scale.high, to: WATCH_BELOW },
    { band: 'watch', from: WATCH_BELOW, to: CRITICAL_BELOW },
    { band: 'critical', from: CRITICAL_BELOW, to: scale.low },
  ] as const;
  const ticks = timeTicks(measurements, timeZone);
  const summary = `Évolution de la stabilité\u00a0: ${points.length} mesures, la dernière à ${last?.value ?? '–'}. Seuils à ${CRITICAL_BELOW} et ${WATCH_BELOW}.`;

  return (
    <figure className={styles.figure}>
      <div className={styles.chart}>
        {/* The scale stands beside the plot, so that its figures keep their size whatever the width. */}
        <svg className={styles.scale} width="100%" height={HEIGHT} aria-hidden="true">
          {[...tensOf(scale), CRITICAL_BELOW].map((value) => (
            <text
              key={value}
              x="100%"
              dx={-8}
              y={y(value) + 4}
              data-threshold={value === CRITICAL_BELOW || value === WATCH_BELOW || undefined}
            >
              {value}
            </text>
          ))}
        </svg>
        <svg className={styles.plot} width="100%" height={HEIGHT} role="img" aria-label={summary}>
          {zones.map(({ band, from, to }) => (
            <rect
              key={band}
              className={styles.zone}
              data-band={band}
              width="100%"
              y={y(from)}
              height={y(to) - y(from)}
            />
          ))}
          {tensOf(scale).map((value) => (
            <line key={value} className={styles.grid} x2="100%" y1={y(value)} y2={y(value)} />
          ))}
          {[CRITICAL_BELOW, WATCH_BELOW].map((value) => (
            <line
              key={value}
              className={styles.threshold}
              data-band={value === CRITICAL_BELOW ? 'critical' : 'watch'}
              x2="100%"
              y1={y(value)}
              y2={y(value)}
            />
          ))}
          {ticks.map(({ at, label }, index) => (
            <g key={label} className={ticks.length > 3 && index % 2 === 1 ? styles.everySecond : undefined}>
              <line
                className={styles.grid}
                x1={`${across(at)}%`}
                x2={`${across(at)}%`}
                y1={TOP}
                y2={HEIGHT - BOTTOM + 4}
              />
              <text
                className={styles.date}
                x={`${across(at)}%`}
                y={HEIGHT - 6}
                data-anchor={at < 0.03 ? 'start' : at > 0.94 ? 'end' : undefined}
                data-near-start={at < 0.1 || undefined}
              >
                {label}
              </text>
            </g>
          ))}
          {drawn.slice(1).map((point, index) => (
            <line
              key={point.id}
              className={styles.line}
              x1={`${drawn[index]?.x}%`}
              y1={drawn[index]?.y}
              x2={`${point.x}%`}
              y2={point.y}
            />
          ))}
        </svg>
        <IsqPoints points={drawn} height={HEIGHT} />
      </div>
      <figcaption className={styles.legend}>
        <span data-band="stable">
          {bandNames.stable}&nbsp;: {WATCH_BELOW} et plus
        </span>
        <span data-band="watch">
          {bandNames.watch}&nbsp;: {CRITICAL_BELOW} à {WATCH_BELOW - 1}
        </span>
        <span data-band="critical">
          {bandNames.critical}&nbsp;: moins de {CRITICAL_BELOW}
        </span>
      </figcaption>
    </figure>
  );
}
