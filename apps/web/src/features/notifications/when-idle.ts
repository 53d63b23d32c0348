/** How long a busy page may put off what waits for it to be idle, in milliseconds. */
const AT_MOST_MS = 1000;

/**
 * Runs something once the page has loaded and has nothing better to do.
 * @returns the function that forgets about it
 */
export function whenIdle(run: () => void): () => void {
  let idle = 0;
  // Safari has no requestIdleCallback.
  const canTell = typeof requestIdleCallback === 'function';
  const wait = () => {
    idle = canTell ? requestIdleCallback(run, { timeout: AT_MOST_MS }) : window.setTimeout(run);
  };
  if (document.readyState === 'complete') wait();
  else window.addEventListener('load', wait, { once: true });
  return () => {
    window.removeEventListener('load', wait);
    if (canTell) cancelIdleCallback(idle);
    else clearTimeout(idle);
  };
}
