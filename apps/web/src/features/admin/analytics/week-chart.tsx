import { Fragment } from 'react';
import type { Analytics } from './analytics.ts';
import { sentence } from './sentence.ts';
import { StageBar } from './stage-patterns.tsx';
import { furthestOf } from './stages.ts';
import { ticksTo } from './ticks.ts';
import styles from './week-chart.module.css';
import { shortDay, spanName, weekName } from './weeks.ts';

const TOP = 22;
const FLOOR = 220;
/** Below the floor: two lines of words, and a third one for the name of a year that begins. */
const WORDS = 36;
const YEAR = 14;
/** Widest column, as a share of the drawing: four weeks make no walls. */
const WIDEST = 9;
/** Columns that are wide enough for a number on top. */
const NUMBERED = 12;

const compact = new Intl.NumberFormat('fr-FR', { notation: 'compact' });
const yearOf = (week: string | undefined) => week?.slice(0, 4);
const share = (percent: number) => `${Math.round(percent * 100) / 100}%`;

interface WeekChartProps {
  weeks: Analytics['weeks'];
  total: Analytics['total'];
}

/**
 * What was sent each week, and what has become of it. Across, it is as wide as the page lets it, in shares; letters
 * keep their size. The table below it says the same.
 */
export function WeekChart({ weeks, total }: WeekChartProps) {
  const ticks = ticksTo(Math.max(...weeks.map(({ sent }) => sent)));
  const top = ticks.at(-1) ?? 1;
  const y = (count: number) => Math.round(FLOOR - (count / top) * (FLOOR - TOP));
  const band = 100 / weeks.length;
  const width = Math.min(band * 0.74, WIDEST);
  const middle = (index: number) => (index + 0.5) * band;
  // Labels are counted from this week backwards; a phone has room for four.
  const every = Math.ceil(weeks.length / 13);
  const height = FLOOR + WORDS + (yearOf(weeks[0]?.week) === yearOf(weeks.at(-1)?.week) ? 0 : YEAR);
  const everyOnPhone = every * Math.ceil(weeks.length / every / 4);

  return (
    <svg
      className={styles.chart}
      height={height}
      role="img"
      aria-labelledby="par-semaine-titre"
      aria-describedby="par-semaine-texte"
    >
      <title id="par-semaine-titre">{`Notifications par semaine, ${spanName(weeks.map(({ week }) => week))}`}</title>
      <desc id="par-semaine-texte">{`En tout\u00a0: ${sentence(total)}. Les chiffres de chaque semaine sont dans le tableau qui suit.`}</desc>
      {ticks.map((tick) => (
        <Fragment key={tick}>
          <line className={styles.grid} x1="0" x2="100%" y1={y(tick) + 0.5} y2={y(tick) + 0.5} />
          <text className={styles.scale} x="-8" y={y(tick) + 4}>
            {compact.format(tick)}
          </text>
        </Fragment>
      ))}
      {weeks.map(({ week, ...stages }, index) => {
        let below = 0;
        const fromNow = weeks.length - 1 - index;
        // Narrow columns: the last label would hang out of the drawing.
        const label =
          fromNow === 0 && weeks.length >= NUMBERED
            ? { x: share(middle(index) + width / 2), 'data-end': '' }
            : { x: share(middle(index)) };
        const isNewYear = index > 0 && yearOf(week) !== yearOf(weeks[index - 1]?.week);
        return (
          <g key={week}>
            <title>{`${weekName(week)}\u00a0: ${sentence(stages)}`}</title>
            {/* The whole height answers to the pointer, a short column too. */}
            <rect
              className={styles.hit}
              x={share(index * band)}
              y={TOP}
              width={share(band)}
              height={FLOOR - TOP}
            />
            {furthestOf(stages)
              .filter(({ count }) => count > 0)
              .map(({ stage, count }) => {
                const foot = y(below);
                below += count;
                const head = y(below);
                return (
                  <StageBar
                    key={stage}
                    stage={stage}
                    x={share(middle(index) - width / 2)}
                    y={head + 0.5}
                    width={share(width)}
                    height={foot - head}
                  />
                );
              })}
            {weeks.length <= NUMBERED && stages.sent > 0 && (
              <text className={styles.count} x={share(middle(index))} y={y(stages.sent) - 6}>
                {compact.format(stages.sent)}
              </text>
            )}
            {fromNow % every === 0 && (
              <text
                className={styles.week}
                data-detail={fromNow % everyOnPhone === 0 ? undefined : ''}
                {...label}
                y={FLOOR + 16}
              >
                {shortDay(week)}
              </text>
            )}
            {fromNow === 0 && (
              <text className={styles.week} data-detail="" {...label} y={FLOOR + 30}>
                en cours
              </text>
            )}
            {isNewYear && (
              <>
                <line
                  className={styles.year}
                  x1={share(index * band)}
                  x2={share(index * band)}
                  y1={TOP}
                  y2={FLOOR}
                />
                <text className={styles.yearName} x={share(index * band)} dx="5" y={height - 5}>
                  {yearOf(week)}
                </text>
              </>
            )}
          </g>
        );
      })}
    </svg>
  );
}
