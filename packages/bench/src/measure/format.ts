import type { Summary } from './statistics.ts';

/** A figure as people read it: three digits that count, thousands apart. */
export function figure(value: number): string {
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en-GB', { maximumFractionDigits: Math.min(digits, 4) });
}

/** `1.23×`: times a baseline. */
export const times = (ratio: number): string => `${ratio.toFixed(2)}×`;

/** `12.3 (11.9–12.8)`: median and quartiles. */
export const spread = ({ median, q1, q3 }: Summary): string =>
  `${figure(median)} (${figure(q1)}–${figure(q3)})`;

/** `1.23× (1.20–1.26)`. */
export const ratioSpread = ({ median, q1, q3 }: Summary): string =>
  `${times(median)} (${q1.toFixed(2)}–${q3.toFixed(2)})`;

/** `1.5 kB`, in powers of a thousand. */
export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let scaled = value;
  let unit = 0;
  while (scaled >= 1000 && unit < units.length - 1) {
    scaled /= 1000;
    unit += 1;
  }
  return `${figure(scaled)} ${units[unit]}`;
}
