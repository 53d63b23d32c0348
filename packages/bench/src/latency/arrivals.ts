import type { BadgeChange } from './badges.ts';

/**
 * When a badge came to count each alert: the first change that shows it and all before it.
 * Alerts that were counted together arrived together.
 * @param committedAt of the alerts of one person, in order
 * @param changes of their badge, in order; it stood at 0 before the first alert
 * @returns null for an alert that was never counted
 */
export function badgeArrivals(
  committedAt: readonly number[],
  changes: readonly BadgeChange[],
): (number | null)[] {
  return committedAt.map((_, index) => changes.find(({ count }) => count > index)?.at ?? null);
}

/**
 * Milliseconds from commits to arrivals. What had not arrived when the wait for it ended counts with that whole wait, so
 * that no loss makes the figures better.
 */
export function latencies(
  committedAt: readonly number[],
  arrivedAt: readonly (number | null)[],
  waitedUntil: number,
): { samples: number[]; missing: number } {
  return {
    samples: committedAt.map((at, index) => (arrivedAt[index] ?? waitedUntil) - at),
    missing: arrivedAt.filter((at) => at === null).length,
  };
}
