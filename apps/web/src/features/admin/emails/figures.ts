const unit = (n: number, name: 'second' | 'minute' | 'hour' | 'day') =>
  new Intl.NumberFormat('fr-FR', { style: 'unit', unit: name, unitDisplay: 'long' }).format(n);

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

export const number = (n: number): string => new Intl.NumberFormat('fr-FR').format(n);

/** A share as a percentage; one above zero never reads as zero. */
export const percent = (share: number): string =>
  share > 0 && share < 0.001
    ? 'moins de 0,1\u00a0%'
    : new Intl.NumberFormat('fr-FR', { style: 'percent', maximumFractionDigits: 1 }).format(share);
