/** A row of `net.http_request_queue`. */
export interface QueuedRequest {
  id: string;
  method: string;
  url: string;
  headers: Record<string, unknown> | null;
  body: Buffer | null;
  timeout_milliseconds: number;
}

/** What goes to `net._http_response`; `error` and the answer's fields exclude each other. */
export interface RequestOutcome {
  status: number | null;
  contentType: string | null;
  headers: Record<string, string> | null;
  content: string | null;
  timedOut: boolean;
  error: string | null;
}

/** Makes one request, once, and tells what came of it; never throws. */
export async function perform(request: QueuedRequest, stopping: AbortSignal): Promise<RequestOutcome> {
  const limit = request.timeout_milliseconds;
  const timeout = limit > 0 ? AbortSignal.timeout(limit) : null;
  const started = performance.now();
  try {
    const response = await fetch(request.url, {
      method: request.method.toUpperCase(),
      headers: requestHeaders(request.headers),
      body: request.body && new Uint8Array(request.body),
      signal: AbortSignal.any(timeout ? [stopping, timeout] : [stopping]),
    });
    const content = await response.text();
    return {
      status: response.status,
      contentType: response.headers.get('content-type'),
      headers: Object.fromEntries(response.headers),
      content: content.replaceAll('\u0000', ''), // PostgreSQL's text cannot hold it
      timedOut: false,
      error: null,
    };
  } catch (error) {
    const timedOut = timeout?.aborted === true;
    const message = timedOut
      ? `Timeout of ${limit} ms reached. Total time: ${(performance.now() - started).toFixed(3)} ms`
      : describe(error);
    return { status: null, contentType: null, headers: null, content: null, timedOut, error: message };
  }
}

function requestHeaders(given: Record<string, unknown> | null): Headers {
  const headers = new Headers({ 'user-agent': 'pg_net/0.20.0' });
  for (const [name, value] of Object.entries(given ?? {})) headers.set(name, String(value));
  return headers;
}

/** libcurl's words for what goes wrong most, as pg_net reports them. */
function describe(error: unknown): string {
  const cause =
    error instanceof Error ? (error.cause as { code?: string; message?: string } | undefined) : undefined;
  if (cause?.code === 'ECONNREFUSED') return "Couldn't connect to server";
  if (cause?.code === 'ENOTFOUND' || cause?.code === 'EAI_AGAIN') return "Couldn't resolve host name";
  return cause?.message || (error instanceof Error ? error.message : String(error));
}
