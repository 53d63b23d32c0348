import { NotificationsApiError } from './api.ts';
import { withTimeLimit } from './time-limit.ts';

export interface HttpApiOptions {
  /** Where the routes are mounted; default `/api/notifications`. */
  baseUrl?: string;
  fetch?: typeof globalThis.fetch;
}

export interface RequestDetails {
  body?: object;
  signal?: AbortSignal | undefined;
  /** Whether it is carried through when the page is left: a click may lead elsewhere. */
  keepalive?: boolean;
}

/** Asks and gives what the answer's JSON is; undefined for an answer without a body. */
export type Request = <Answer>(method: string, path: string, details?: RequestDetails) => Promise<Answer>;

/** Requests to an application's own HTTP API, with the session cookie. Whatever goes wrong is a `NotificationsApiError`. */
export function createRequest({
  baseUrl = '/api/notifications',
  fetch: doFetch = (input, init) => globalThis.fetch(input, init),
}: HttpApiOptions = {}): Request {
  return async (method, path, { body, signal, keepalive } = {}) => {
    const init: RequestInit = { method, headers: { accept: 'application/json' }, credentials: 'same-origin' };
    init.signal = withTimeLimit(signal);
    if (keepalive) init.keepalive = true;
    if (body) {
      init.headers = { ...init.headers, 'content-type': 'application/json' };
      init.body = JSON.stringify(body);
    }
    try {
      const response = await doFetch(baseUrl + path, init);
      if (!response.ok) throw await toError(response);
      return response.status === 204 ? undefined : await response.json();
    } catch (cause) {
      if (signal?.aborted || cause instanceof NotificationsApiError) throw cause;
      throw new NotificationsApiError('No answer from the notifications API', {
        code: 'network',
        status: 0,
        cause,
      });
    }
  };
}

/** The part of an address after `?`; empty without parameters. What is undefined or empty is left out. */
export function queryOf(parameters: Record<string, string | number | boolean | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') query.set(name, String(value));
  }
  const text = String(query);
  return text && `?${text}`;
}

async function toError(response: Response): Promise<NotificationsApiError> {
  // A proxy may answer with HTML: the status alone is then the error.
  const body = (await response.json().catch(() => null)) as {
    error?: { code?: string; message?: string; field?: string };
  } | null;
  const { code, message, field } = body?.error ?? {};
  return new NotificationsApiError(message ?? `The notifications API answered ${response.status}`, {
    code: code ?? `http_${response.status}`,
    status: response.status,
    ...(field !== undefined && { field }),
  });
}
