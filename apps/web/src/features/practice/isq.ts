/** Below this an implant's stability is critical, and the practice is alerted. */
export const CRITICAL_BELOW = 55;
/** Below this it is to be watched. */
export const WATCH_BELOW = 60;

export type IsqBand = 'critical' | 'watch' | 'stable';

/** Where an implant stability quotient (1-100) stands. */
export function isqBand(value: number): IsqBand {
  if (value < CRITICAL_BELOW) return 'critical';
  return value < WATCH_BELOW ? 'watch' : 'stable';
}

export const bandNames: Record<IsqBand, string> = {
  critical: 'Critique',
  watch: 'À surveiller',
  stable: 'Stable',
};
