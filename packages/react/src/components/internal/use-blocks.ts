import { type RefObject, useEffect, useRef, useState } from 'react';
import { useEvents } from './use-events.ts';

/** Rows that come and go together. */
export const BLOCK = 20;

/** How far from the screen a block still is in the page, and the end of the list calls for more, px. */
const MARGIN = 1_000;
const ROW_HEIGHT = 90;

interface Blocks {
  isFar: (block: number) => boolean;
  /** The height that a block which is far has, or probably has. */
  heightOf: (block: number) => number | undefined;
}

/**
 * Which blocks of a long list to have in the page: those around the screen and around the focus. With ten thousand
 * rows in it the page needs seconds to open, even where the browser skips what is out of sight. Every block
 * begins with an element `[data-edge]`, as tall as the block while its rows are left out.
 */
export function useBlocks(list: RefObject<HTMLElement | null>, entries: unknown, onEnd: () => void): Blocks {
  const [far, setFar] = useState('0');
  const heights = useRef<number[]>([]);
  const frame = useRef(0);
  const update = () => {
    frame.current = 0;
    const root = list.current;
    if (!root) return;
    const topOf = (element: Element | null | undefined | false) =>
      element ? element.getBoundingClientRect().top : Number.NaN;
    const { bottom, height } = root.getBoundingClientRect();
    const tops = [...root.querySelectorAll('[data-edge]')].map(topOf);
    const active = document.activeElement;
    const focus = topOf(root.contains(active) && active?.closest('li'));
    const isNear = (top: number, block: number) => {
      const end = tops[block + 1] ?? bottom;
      heights.current[block] = end - top;
      if (end > -MARGIN && top < innerHeight + MARGIN) return true;
      // One more on both sides: for the arrow keys and Tab.
      return focus >= (tops[block - 1] ?? top) && focus <= (tops[block + 2] ?? bottom);
    };
    setFar(tops.map((top, block) => (isNear(top, block) ? 0 : 1)).join(''));
    // Without a height there is no layout: the list is hidden.
    if (height && bottom < innerHeight + MARGIN) onEnd();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: other entries, or other blocks, move the edges
  useEffect(update, [entries, far]);
  // Whatever scrolls: the list, a box around it, or the page.
  useEvents(['scroll', 'resize'], () => {
    frame.current ||= requestAnimationFrame(update);
  });

  // Of blocks that have just come, the first is at once in the page: the focus may be about to go there.
  const isFar = (block: number) => (far[block] ?? (block === far.length ? '0' : '1')) === '1';
  return {
    isFar,
    // Nothing before the first measure: a server must not write a style, which a strict policy would refuse.
    heightOf: (block) =>
      isFar(block) && heights.current.length > 0 ? heights.current[block] || BLOCK * ROW_HEIGHT : undefined,
  };
}
