/**
 * Marks of a scale of whole numbers from 0, at most five, evenly and at round numbers; the last one is at least the
 * maximum.
 */
export function ticksTo(max: number): number[] {
  const rough = Math.max(max, 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const steps = [1, 2, 2.5, 5, 10].map((factor) => factor * power);
  const step = steps.find((each) => each >= rough && Number.isInteger(each)) ?? 1;
  return Array.from({ length: Math.ceil(Math.max(max, 1) / step) + 1 }, (_, tick) => tick * step);
}
