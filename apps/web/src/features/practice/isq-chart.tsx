import { CRITICAL_BELOW, WATCH_BELOW } from './isq.ts';
import styles from './isq-chart.module.css';
import type { Measurement } from './types.ts';

const WIDTH = 640;
const HEIGHT = 260;
const LEFT = 44;
const RIGHT = 16;
const TOP = 14;
const BOTTOM = 28;
/** Room between the frame and the first and last point. */
const INSET = 12;

const round = (n: number) => Math.round(n * 10) / 10;
/** Height of a value of the 1-100 scale. */
const y = (value: number) => round(TOP + ((100 - value) / 100) * (HEIGHT - TOP - BOTTOM));

interface IsqChartProps {
  /** Newest first, as everywhere. */
  measurements: Measurement[];
  /** Dates under the first and last point, already written for the reader. */
  from: string;
  to: string;
}

/** Measurements through time, against the two thresholds. The table beside it says the same in words. */
export function IsqChart({ measurements, from, to }: IsqChartProps) {
  const points = [...measurements].reverse();
  const times = points.map(({ measuredAt }) => Date.parse(measuredAt));
  const start = times[0] ?? 0;
  const span = (times.at(-1) ?? 0) - start;
  const x = (time: number) =>
    span === 0
      ? (LEFT + WIDTH - RIGHT) / 2
      : round(LEFT + INSET + ((time - start) / span) * (WIDTH - LEFT - RIGHT - 2 * INSET));
  const at = points.map(({ value, id }, index) => ({ id, value, x: x(times[index] ?? start), y: y(value) }));
  const last = points.at(-1);

  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Évolution de la stabilité : ${points.length} mesures, la dernière à ${last?.value ?? '–'}. Seuils à ${CRITICAL_BELOW} et ${WATCH_BELOW}.`}
    >
      <rect
        className={styles.criticalZone}
        x={LEFT}
        y={y(CRITICAL_BELOW)}
        width={WIDTH - LEFT - RIGHT}
        height={y(0) - y(CRITICAL_BELOW)}
      />
      <rect
        className={styles.watchZone}
        x={LEFT}
        y={y(WATCH_BELOW)}
        width={WIDTH - LEFT - RIGHT}
        height={y(CRITICAL_BELOW) - y(WATCH_BELOW)}
      />
      {[0, 25, 75, 100].map((value) => (
        <g key={value} className={value % 100 === 0 ? undefined : styles.detail}>
          <line className={styles.grid} x1={LEFT} x2={WIDTH - RIGHT} y1={y(value)} y2={y(value)} />
          <text className={styles.scale} x={LEFT - 8} y={y(value) + 4}>
            {value}
          </text>
        </g>
      ))}
      <line
        className={styles.critical}
        x1={LEFT}
        x2={WIDTH - RIGHT}
        y1={y(CRITICAL_BELOW)}
        y2={y(CRITICAL_BELOW)}
      />
      <line className={styles.watch} x1={LEFT} x2={WIDTH - RIGHT} y1={y(WATCH_BELOW)} y2={y(WATCH_BELOW)} />
      <text className={styles.scale} data-threshold="below" x={LEFT - 8} y={y(CRITICAL_BELOW) + 9}>
        {CRITICAL_BELOW}
      </text>
      <text className={styles.scale} data-threshold="above" x={LEFT - 8} y={y(WATCH_BELOW) + 1}>
        {WATCH_BELOW}
      </text>
      {at.length > 1 && (
        <polyline className={styles.line} points={at.map((point) => `${point.x},${point.y}`).join(' ')} />
      )}
      {at.map((point) => (
        <circle
          key={point.id}
          className={styles.point}
          data-low={point.value < CRITICAL_BELOW || undefined}
          cx={point.x}
          cy={point.y}
        />
      ))}
      <text className={styles.date} x={LEFT} y={HEIGHT - 4}>
        {from}
      </text>
      <text className={styles.date} data-end="" x={WIDTH - RIGHT} y={HEIGHT - 4}>
        {span === 0 ? '' : to}
      </text>
    </svg>
  );
}
