import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '@cassius/dev-stack/src/commands/run.ts';
import { repositoryRoot } from '@cassius/dev-stack/src/paths.ts';
import { UsageError } from '@cassius/dev-stack/src/ports.ts';
import { createProgress } from '@cassius/dev-stack/src/progress.ts';
import { onStopSignal } from '@cassius/dev-stack/src/signals.ts';
import type { Benchmark, Context } from './benchmark.ts';
import { benchmarks } from './benchmarks.ts';
import { shareServer } from './database/shared.ts';
import { conditionsOf } from './report/conditions.ts';
import { boundsTable, toTable } from './report/markdown.ts';
import { writeSummary } from './report/summary.ts';
import { writeReport } from './report/write.ts';
import { listed, runAll } from './run.ts';

const USAGE = 'npm run bench [-- [name …] [--quick] [--list]]';

/** Runs benchmarks, all or those named, prints what they found and writes it into docs/benchmarks. */
await runCommand(async () => {
  const { values, positionals } = parseArgs({
    options: { quick: { type: 'boolean', default: false }, list: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  if (values.list) {
    for (const line of listed(benchmarks)) console.log(line);
    return 0;
  }
  const wanted = named(positionals);
  const scratch = await realpath(await mkdtemp(join(tmpdir(), 'cassius-bench-')));
  const abort = new AbortController();
  const say = (line: string) => console.log(line);
  const stopListening = onStopSignal(abort, say, () => {});
  const server = values.quick ? shareServer() : null;
  const context: Context = {
    ...{ root: repositoryRoot, scratch, quick: values.quick, server, say, signal: abort.signal },
    progress: createProgress(say),
  };
  try {
    const { missed, failed } = await runAll(wanted, context, runOne);
    if (abort.signal.aborted) return 130;
    // A quick run is too short to judge by.
    return failed.length > 0 || (missed > 0 && !values.quick) ? 1 : 0;
  } finally {
    await server?.stop();
    await rm(scratch, { recursive: true, force: true });
    stopListening();
  }
}, USAGE);

function named(names: string[]): readonly Benchmark[] {
  if (names.length === 0) return benchmarks;
  return names.map((name) => {
    const found = benchmarks.find((benchmark) => benchmark.name === name);
    if (!found) {
      throw new UsageError(
        `${name}: no such benchmark; there are ${benchmarks.map((one) => one.name).join(', ')}`,
      );
    }
    return found;
  });
}

/** @returns how many bounds were missed */
async function runOne(benchmark: Benchmark, context: Context): Promise<number> {
  const { root, quick, say, signal } = context;
  const conditions = conditionsOf(root, quick);
  const report = await benchmark.run(context);
  signal.throwIfAborted();
  for (const table of [...report.tables, ...(report.bounds.length > 0 ? [boundsTable(report)] : [])]) {
    say(`\n${table.title}\n\n${toTable(table)}`);
  }
  // Figures of a quick run are kept apart: those that are quoted are of full ones.
  const folder = join(root, 'docs', 'benchmarks', ...(quick ? ['quick'] : []));
  await writeReport(folder, benchmark.name, report, conditions);
  if (!quick) await writeSummary(root);
  return report.bounds.filter(({ met }) => !met).length;
}
