import type { KeyboardEvent } from 'react';

/**
 * Moves the focus among `items` for the two arrow keys that are given, Home and End, around the ends.
 *
 * @returns the item that has the focus now; undefined for any other key
 */
export function rove(
  event: KeyboardEvent,
  items: HTMLElement[],
  previous: string,
  next: string,
): HTMLElement | undefined {
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to = { [previous]: at - 1, [next]: at + 1, Home: 0, End: -1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const item = items[(to + items.length) % items.length];
  item?.focus();
  return item;
}
