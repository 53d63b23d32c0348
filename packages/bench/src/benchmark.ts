import type { Progress } from '@cassius/dev-stack/src/progress.ts';
import type { SharedServer } from './database/shared.ts';
import type { Report } from './report/report.ts';

/** What a benchmark gets to work with. */
export interface Context {
  /** Folder of the checkout. */
  root: string;
  /** A folder of this run, removed when it ends. */
  scratch: string;
  /** Fewer rounds and rows: shows that all works; its figures are not for quoting. */
  quick: boolean;
  /** Of a quick run: the server on which each gets a database of its own; null: each starts one. */
  server: SharedServer | null;
  /** Long work, step by step. */
  progress: Progress;
  /** Says a line. */
  say: (line: string) => void;
  /** Aborted when the run is interrupted. */
  signal: AbortSignal;
}

export interface Benchmark {
  /** What it is called on the command line, and its files in docs/benchmarks. */
  name: string;
  /** What it answers, in a line. */
  question: string;
  /** How long a full run takes on two cores with nothing else to do, about. */
  minutes: number;
  /** @throws when something cannot be measured; what was started is stopped by then */
  run(context: Context): Promise<Report>;
}
