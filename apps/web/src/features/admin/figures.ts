type Unit = 'second' | 'minute' | 'hour' | 'day';

const unit = (n: number, name: Unit, unitDisplay: 'long' | 'short' = 'long') =>
  new Intl.NumberFormat('fr-FR', { style: 'unit', unit: name, unitDisplay, maximumFractionDigits: 1 }).format(
    n,
  );

/**
 * How long something has lasted, in its largest whole unit.
 * @param since ISO 8601 instant
 */
export function lasted(since: string, now: Date): string {
  const seconds = Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / 1000));
  if (seconds < 60) return unit(seconds, 'second');
  if (seconds < 3600) return unit(Math.floor(seconds / 60), 'minute');
  if (seconds < 48 * 3600) return unit(Math.floor(seconds / 3600), 'hour');
  return unit(Math.floor(seconds / 86_400), 'day');
}

/** A length of time in few letters: « 45 s », « 4 min », « 2 h 05 », « 3,5 j ». */
export function duration(seconds: number): string {
  // Rounded before it is named: 59.7 seconds are a minute, and 59.7 minutes an hour.
  const whole = Math.round(seconds);
  if (whole < 60) return unit(whole, 'second', 'short');
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return unit(minutes, 'minute', 'short');
  if (minutes < 24 * 60) {
    const rest = minutes % 60;
    const hours = unit(Math.floor(minutes / 60), 'hour', 'short');
    return rest === 0 ? hours : `${hours}\u00a0${String(rest).padStart(2, '0')}`;
  }
  return unit(seconds / 86_400, 'day', 'short');
}

export const number = (n: number): string => new Intl.NumberFormat('fr-FR').format(n);

/** A share as a percentage, its sign after a narrow space; one above zero never reads as zero. */
export const percent = (share: number): string =>
  share > 0 && share < 0.001
    ? 'moins de 0,1\u202f%'
    : new Intl.NumberFormat('fr-FR', { style: 'percent', maximumFractionDigits: 1 })
        .format(share)
        .replace('\u00a0', '\u202f');
