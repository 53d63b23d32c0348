const relative = new Intl.RelativeTimeFormat('fr', { numeric: 'auto' });
const absolute = new Intl.DateTimeFormat('fr', { dateStyle: 'long', timeStyle: 'medium' });

const steps: [limit: number, seconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [3600, 60, 'minute'],
  [86_400, 3600, 'hour'],
  [Number.POSITIVE_INFINITY, 86_400, 'day'],
];

/** « à l'instant », « il y a 3 minutes », « hier ». @param now milliseconds since 1970 */
export function relativeTime(iso: string, now: number): string {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000);
  if (seconds < 60) return 'à l’instant';
  const [, size, unit] = steps.find(([limit]) => seconds < limit) ?? [0, 86_400, 'day' as const];
  return relative.format(-Math.floor(seconds / size), unit);
}

/** « 21 novembre 2026 à 01:02:03 », in the time zone of this machine. */
export const absoluteTime = (iso: string): string => absolute.format(new Date(iso));
