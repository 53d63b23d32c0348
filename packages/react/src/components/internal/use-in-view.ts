import { type RefCallback, useEffect, useRef, useState } from 'react';

/**
 * Calls `onEnter` when the element comes near the visible part of the page or of a scrolling box, and again
 * each time `active` returns while it still is.
 */
export function useInView(active: boolean, onEnter: () => void): RefCallback<HTMLElement> {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const callback = useRef(onEnter);
  useEffect(() => {
    callback.current = onEnter;
  });
  useEffect(() => {
    if (!active || !element || typeof IntersectionObserver === 'undefined') return;
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && callback.current(),
      { rootMargin: '160px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [active, element]);
  return setElement;
}
