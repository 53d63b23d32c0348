import type { Summary } from '../measure/statistics.ts';

/** One measured thing. */
export interface Figure {
  /** What was measured: unique in its report. */
  name: string;
  /** ms, rows/s, bytes, … */
  unit: string;
  value: Summary;
  /** Times the baseline that ran in turns with it. */
  ratio?: { to: string; value: Summary };
}

/** A bound of the design, and what was found. */
export interface Bound {
  what: string;
  /** In words: "at most 1.25×". */
  bound: string;
  found: string;
  met: boolean;
}

export interface Table {
  title: string;
  columns: string[];
  /** As many cells as columns. Those of the first column are words, the others figures. */
  rows: string[][];
}

/** A plot: series of points over the same axis. */
export interface Plot {
  title: string;
  x: { label: string; scale: 'category' | 'log' | 'linear' };
  y: { label: string; scale: 'log' | 'linear' };
  series: {
    name: string;
    /** A baseline or a floor is drawn in grey. */
    baseline?: boolean;
    /** low and high: the quartiles, drawn as a whisker. */
    points: { x: string | number; y: number; low?: number; high?: number }[];
  }[];
}

/** What a benchmark found. */
export interface Report {
  title: string;
  /** How it was measured, and against what. */
  method: string;
  figures: Figure[];
  bounds: Bound[];
  tables: Table[];
  plot: Plot;
  /** Where the time goes, and what the figures do not say. */
  notes: string[];
}
