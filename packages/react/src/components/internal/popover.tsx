import {
  type ComponentPropsWithoutRef,
  type KeyboardEvent,
  type RefObject,
  useLayoutEffect,
  useRef,
} from 'react';
import { classNames } from './class-names.ts';
import { useEvents } from './use-events.ts';

interface PopoverProps extends ComponentPropsWithoutRef<'div'> {
  trigger: RefObject<HTMLElement | null>;
  onClose: () => void;
  /** Tab goes around inside: for a dialog, which on a phone covers the page. */
  trap?: boolean;
}

/**
 * A panel, open as long as it is mounted, in the browser's top layer so that no `overflow` or `transform` of the
 * page clips it; the style sheet anchors it to its trigger. The focus goes to its `[data-first]`, else to itself. Escape closes it and
 * gives the focus back; a click outside or the focus leaving closes it as well.
 */
export function Popover({ trigger, onClose, trap, className, onKeyDown, ...props }: PopoverProps) {
  const panel = useRef<HTMLDivElement>(null);
  const onEscape = (event: Pick<KeyboardEvent, 'key' | 'defaultPrevented' | 'preventDefault'>) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    trigger.current?.focus();
    onClose();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what traps the focus is other content than what does not
  useLayoutEffect(() => {
    const element = panel.current;
    element?.showPopover?.();
    (element?.querySelector<HTMLElement>('[data-first]') ?? element)?.focus({ preventScroll: true });
    return () => element?.hidePopover?.();
  }, [trap]);
  useEvents(['keydown', 'pointerdown', 'focusin'], (event) => {
    const { type, target } = event;
    // Inside, the panel hears its keys itself: an inner one before the one around it.
    if (type === 'keydown') onEscape(event as globalThis.KeyboardEvent);
    else if (![panel, trigger].some(({ current }) => current?.contains(target as Node))) onClose();
  });

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: whoever uses it gives it its role
    <div
      {...props}
      ref={panel}
      tabIndex={-1}
      className={classNames('cn-popover', className)}
      // Its own rules for closing: `auto` would close the dialog around a menu.
      popover="manual"
      onKeyDown={(event) => {
        onKeyDown?.(event);
        onEscape(event);
        if (trap && event.key === 'Tab') keepTabInside(event);
      }}
    />
  );
}

function keepTabInside(event: KeyboardEvent<HTMLElement>): void {
  const panel = event.currentTarget;
  const stops = [
    ...panel.querySelectorAll<HTMLElement>(
      ':is(a[href], button, input, select, [tabindex="0"]):not([tabindex="-1"])',
    ),
  ];
  const active = document.activeElement;
  const { shiftKey } = event;
  if (active !== stops.at(shiftKey ? 0 : -1) && (!shiftKey || active !== panel)) return;
  event.preventDefault();
  stops.at(shiftKey ? -1 : 0)?.focus();
}
