/** What the hosted runtime offers beside Deno. */
interface EdgeRuntime {
  waitUntil(work: Promise<unknown>): void;
}

/**
 * Lets some work end although its request is answered. The hosted runtime may stop a function that has answered, unless
 * it is told; a Deno of our own goes on by itself.
 */
export function keepAlive(work: Promise<unknown>): void {
  (globalThis as { EdgeRuntime?: EdgeRuntime }).EdgeRuntime?.waitUntil(work);
}
