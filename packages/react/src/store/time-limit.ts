const TIMEOUT_MS = 20_000;

/** A connection that died without a word would keep every later read waiting. */
export function withTimeLimit(signal: AbortSignal | undefined): AbortSignal {
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  return signal ? AbortSignal.any([signal, limit]) : limit;
}
