'use client';

import { type KeyboardEvent, useState } from 'react';
import { bandNames, type IsqBand } from './isq.ts';
import styles from './isq-chart.module.css';

interface Point {
  id: string;
  value: number;
  band: IsqBand;
  /** When it was measured, as the reader reads it. */
  when: string;
  /** Percent of the width. */
  x: number;
  /** Pixels from the top. */
  y: number;
}

/** Each band has a shape of its own, for those who do not tell its colour from another. */
const SHAPES: Record<IsqBand, string> = {
  stable: 'M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0Z',
  watch: 'M0-6 6 0 0 6-6 0Z',
  critical: 'M0-6 6 5H-6Z',
};
const TIP = { width: 150, height: 44, gap: 12 };

/**
 * The points of the chart, oldest first, each a link to its row of the table. One stop of the tab key: arrow keys go from
 * one to the next, and what each says shows beside it, as it does under the pointer.
 */
export function IsqPoints({ points, height }: { points: Point[]; height: number }) {
  // Where the tab key comes in: the last measurement, until another was chosen.
  const [chosen, setChosen] = useState(points.length - 1);
  const [told, setTold] = useState<number | null>(null);
  const stop = Math.min(chosen, points.length - 1);

  const onKeyDown = (event: KeyboardEvent<Element>) => {
    if (event.key === 'Escape') return setTold(null);
    const next = { ArrowLeft: stop - 1, ArrowRight: stop + 1, Home: 0, End: points.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const target = Math.max(0, Math.min(next, points.length - 1));
    const drawing = event.currentTarget.closest('svg')?.parentElement;
    drawing?.querySelectorAll('a')[target]?.focus();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in for a drawing
    <svg className={styles.points} width="100%" height={height} role="group" aria-label="Mesures">
      {points.map(({ id, value, band, when, x, y }, index) => (
        // An <svg> has a place in percent; what is in it is drawn around that place.
        <svg key={id} x={`${x}%`} y={y} className={styles.place} role="none">
          <a
            href={`#mesure-${id}`}
            aria-label={`${when}\u00a0: ${value}, ${bandNames[band].toLowerCase()}`}
            tabIndex={index === stop ? 0 : -1}
            className={styles.point}
            data-band={band}
            onKeyDown={onKeyDown}
            onFocus={() => {
              setChosen(index);
              setTold(index);
            }}
            onBlur={() => setTold(null)}
            onPointerEnter={() => setTold(index)}
            onPointerLeave={() => setTold(null)}
          >
            <circle r={12} className={styles.target} />
            <path d={SHAPES[band]} />
          </a>
        </svg>
      ))}
      {told !== null && points[told] && <Tip {...points[told]} />}
    </svg>
  );
}

/** Drawn last, over the points; on the side where there is room. */
function Tip({ value, band, when, x, y }: Point) {
  const left = x < 25 ? -TIP.gap : x > 75 ? TIP.gap - TIP.width : -TIP.width / 2;
  const top = y > TIP.height + 2 * TIP.gap ? -TIP.height - TIP.gap : TIP.gap;
  return (
    <svg x={`${x}%`} y={y} className={styles.place} aria-hidden="true">
      <g transform={`translate(${left} ${top})`} className={styles.tip}>
        <rect width={TIP.width} height={TIP.height} rx={6} />
        <text x={10} y={18} data-strong="">
          ISQ {value} · {bandNames[band]}
        </text>
        <text x={10} y={35}>
          {when}
        </text>
      </g>
    </svg>
  );
}
