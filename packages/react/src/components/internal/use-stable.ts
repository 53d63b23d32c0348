import { useCallback, useEffect, useRef } from 'react';

/** A function that keeps its identity and does what its latest version does; for handlers, not for rendering. */
export function useStable<Args extends unknown[], Result>(
  fn: (...args: Args) => Result,
): (...args: Args) => Result {
  const latest = useRef(fn);
  useEffect(() => {
    latest.current = fn;
  });
  return useCallback((...args) => latest.current(...args), []);
}
