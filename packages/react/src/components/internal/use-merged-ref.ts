import { type ForwardedRef, type RefCallback, type RefObject, useCallback } from 'react';

/** Fills a ref of our own and the one that the caller gave. */
export function useMergedRef<Element>(
  own: RefObject<Element | null>,
  given: ForwardedRef<Element>,
): RefCallback<Element> {
  return useCallback(
    (element) => {
      own.current = element;
      if (typeof given === 'function') given(element);
      else if (given) given.current = element;
    },
    [own, given],
  );
}
