import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';

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

// fetch takes five times their processor time. A connection goes soon after its last request, before the other side ends
// it: a request that met the end would be lost.
const connections = { keepAlive: true, timeout: 1000 };
const agents = { 'http:': new http.Agent(connections), 'https:': new https.Agent(connections) };

/** libcurl's default. */
const redirectsAtMost = 30;

/** Makes one request, once, and tells what came of it; never throws. */
export async function perform(request: QueuedRequest, stopping: AbortSignal): Promise<RequestOutcome> {
  const limit = request.timeout_milliseconds;
  const ending = new AbortController();
  const end = () => ending.abort();
  const timer = limit > 0 ? setTimeout(() => ending.abort('timeout'), limit) : undefined;
  stopping.addEventListener('abort', end);
  const started = performance.now();
  try {
    const response = await send(request, ending.signal);
    const content = await readText(response);
    return {
      status: response.statusCode ?? null,
      contentType: response.headers['content-type'] ?? null,
      headers: Object.fromEntries(
        Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
      ),
      content: content.replaceAll('\u0000', ''), // PostgreSQL's text cannot hold it
      timedOut: false,
      error: null,
    };
  } catch (error) {
    const timedOut = ending.signal.reason === 'timeout';
    const message = timedOut
      ? `Timeout of ${limit} ms reached. Total time: ${(performance.now() - started).toFixed(3)} ms`
      : describe(error);
    return { status: null, contentType: null, headers: null, content: null, timedOut, error: message };
  } finally {
    clearTimeout(timer);
    stopping.removeEventListener('abort', end);
  }
}

/** Follows redirections, as pg_net tells libcurl to. */
async function send(request: QueuedRequest, signal: AbortSignal): Promise<IncomingMessage> {
  let url = new URL(request.url);
  let method = request.method.toUpperCase();
  let body = request.body;
  const headers = requestHeaders(request.headers);
  for (let redirects = 0; ; redirects += 1) {
    const response = await exchange(url, { method, headers, body, signal });
    const status = response.statusCode ?? 0;
    const { location } = response.headers;
    if (![301, 302, 303, 307, 308].includes(status) || !location) return response;
    if (redirects === redirectsAtMost) throw new Error('Number of redirects hit maximum amount');
    response.resume();
    const next = new URL(location, url);
    if (next.origin !== url.origin)
      for (const name of ['authorization', 'cookie', 'host']) delete headers[name];
    url = next;
    if (method === 'POST' && status < 307) [method, body] = ['GET', null];
  }
}

interface Exchange {
  method: string;
  headers: Record<string, string>;
  body: Buffer | null;
  signal: AbortSignal;
}

function exchange(url: URL, { method, headers, body, signal }: Exchange): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { protocol } = url;
    if (protocol !== 'http:' && protocol !== 'https:') throw new Error('Unsupported protocol');
    const all = body ? { ...headers, 'content-length': String(body.length) } : headers;
    const options = { method, headers: all, signal, agent: agents[protocol] };
    const outgoing = (protocol === 'http:' ? http : https).request(url, options, resolve);
    outgoing.on('error', reject);
    outgoing.end(body ?? undefined);
  });
}

async function readText(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function requestHeaders(given: Record<string, unknown> | null): Record<string, string> {
  const headers: Record<string, string> = { accept: '*/*', 'user-agent': 'pg_net/0.20.0' };
  for (const [name, value] of Object.entries(given ?? {})) headers[name.toLowerCase()] = String(value);
  return headers;
}

/** libcurl's words for what goes wrong most, as pg_net reports them. */
function describe(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  if (code === 'ECONNREFUSED') return "Couldn't connect to server";
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return "Couldn't resolve host name";
  return message || String(error);
}
