import type { Benchmark } from './benchmark.ts';
import { businessWrite } from './benchmarks/business-write.ts';
import { digests } from './benchmarks/digests.ts';
import { drain } from './benchmarks/drain.ts';
import { fanOut } from './benchmarks/fan-out.ts';
import { growth } from './benchmarks/growth.ts';
import { latency } from './benchmarks/latency.ts';
import { reading } from './benchmarks/reading.ts';
import { start } from './benchmarks/start.ts';

/** All of them, in the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  fanOut,
  businessWrite,
  reading,
  latency,
  drain,
  digests,
  growth,
  start,
];
