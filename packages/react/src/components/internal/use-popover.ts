import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from 'react';

const MARGIN = 8;

interface Popover {
  open: boolean;
  toggle: () => void;
  /** Closes; the focus goes back to the trigger when it was inside. */
  close: () => void;
}

/**
 * A panel beside its trigger, in the browser's top layer so that no `overflow` or `transform` of the page
 * clips it. Opening moves the focus into it; Escape, a click outside or the focus leaving closes it.
 */
export function usePopover(
  trigger: RefObject<HTMLElement | null>,
  panel: RefObject<HTMLElement | null>,
): Popover {
  const [open, setOpen] = useState(false);

  const close = useCallback(() => {
    const active = document.activeElement;
    if (active === document.body || panel.current?.contains(active)) trigger.current?.focus();
    setOpen(false);
  }, [trigger, panel]);

  useLayoutEffect(() => {
    const element = panel.current;
    if (!open || !element) return;
    const reposition = () => place(element, trigger.current);
    element.showPopover?.();
    reposition();
    element.focus({ preventScroll: true });
    window.addEventListener('resize', reposition);
    window.addEventListener('scroll', reposition, { passive: true });
    return () => {
      window.removeEventListener('resize', reposition);
      window.removeEventListener('scroll', reposition);
      element.hidePopover?.();
    };
  }, [open, trigger, panel]);

  useEffect(() => {
    if (!open) return;
    const isOutside = (target: EventTarget | null) =>
      target instanceof Node && !panel.current?.contains(target) && !trigger.current?.contains(target);
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) close();
      else if (event.key === 'Tab' && panel.current) keepTabInside(event, panel.current);
    };
    const onLeave = (event: Event) => {
      if (isOutside(event.target)) setOpen(false);
    };
    document.addEventListener('keydown', onKeyDown);
    document.addEventListener('pointerdown', onLeave, true);
    document.addEventListener('focusin', onLeave);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
      document.removeEventListener('pointerdown', onLeave, true);
      document.removeEventListener('focusin', onLeave);
    };
  }, [open, close, trigger, panel]);

  return { open, close, toggle: useCallback(() => (open ? close() : setOpen(true)), [open, close]) };
}

/** Below the trigger and aligned with its end, or above it where there is more room; never off the screen. */
function place(panel: HTMLElement, trigger: HTMLElement | null): void {
  if (!trigger) return;
  const { top, bottom, left, right } = trigger.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const rightToLeft = getComputedStyle(trigger).direction === 'rtl';
  const end = rightToLeft ? left : clientWidth - right;
  const lastEnd = clientWidth - panel.offsetWidth - MARGIN;
  const above = clientHeight - bottom < 320 && top > clientHeight - bottom;
  panel.style.setProperty('--cn-anchor-end', `${Math.max(MARGIN, Math.min(end, lastEnd))}px`);
  panel.style.setProperty('--cn-anchor-top', above ? 'auto' : `${bottom + MARGIN}px`);
  panel.style.setProperty('--cn-anchor-bottom', above ? `${clientHeight - top + MARGIN}px` : 'auto');
  panel.style.setProperty('--cn-anchor-room', `${(above ? top : clientHeight - bottom) - 2 * MARGIN}px`);
}

/** Wraps around at both ends: on a phone the panel covers the page, and elsewhere Escape is the way out. */
function keepTabInside(event: KeyboardEvent, panel: HTMLElement): void {
  const stops = panel.querySelectorAll<HTMLElement>('a[href], button, select, [tabindex="0"]');
  const first = stops[0];
  const last = stops[stops.length - 1];
  const active = document.activeElement;
  if (!first || !last || !panel.contains(active)) return;
  const leaving = event.shiftKey ? active === first || active === panel : active === last;
  if (!leaving) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}
