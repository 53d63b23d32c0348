import { useEffect } from 'react';
import { useStable } from './use-stable.ts';

type Events = keyof WindowEventMap;

/** Hears what happens anywhere in the window, as long as the component is mounted. */
export function useEvents(types: Events[], listener: (event: Event) => void): void {
  const stable = useStable(listener);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same types each time
  useEffect(() => {
    // Scrolling does not bubble. Of the other events, what is inside may want to have its say first.
    for (const type of types) addEventListener(type, stable, type === 'scroll');
    return () => {
      for (const type of types) removeEventListener(type, stable, type === 'scroll');
    };
  }, [stable]);
}
