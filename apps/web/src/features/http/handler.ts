import type { AuthError } from '@supabase/supabase-js';
import { isAuthRetryableFetchError } from '@supabase/supabase-js';
import { type Supabase, sessionClient, tokenClient } from '../supabase/server.ts';
import { ApiError, forbidden, unauthenticated } from './api-error.ts';
import { isSameOrigin } from './same-origin.ts';

const NO_STORE = { 'Cache-Control': 'no-store' };
const READS = ['GET', 'HEAD'];

/** What a route of the HTTP API works with: the caller's own rights and nothing more. */
export interface Call<Params> {
  request: Request;
  /** Path parameters. */
  params: Params;
  query: URLSearchParams;
  /** Acts as the caller, under row level security. */
  supabase: Supabase;
  userId: string;
}

export const json = (body: unknown, status = 200) => Response.json(body, { status, headers: NO_STORE });
export const noContent = () => new Response(null, { status: 204, headers: NO_STORE });

function bearer(request: Request): string | null {
  const header = request.headers.get('authorization');
  return header === null ? null : (/^Bearer +(\S+)$/i.exec(header)?.[1] ?? '');
}

async function authenticate(request: Request): Promise<{ supabase: Supabase; userId: string }> {
  const token = bearer(request);
  if (token === '') throw unauthenticated();
  const supabase = token === null ? await sessionClient() : tokenClient(token);
  const { data, error } = await supabase.auth.getClaims(token ?? undefined);
  if (data?.claims.sub) {
    // A token is sent on purpose; a cookie goes along with whatever page makes the request.
    if (token === null && !READS.includes(request.method) && !isSameOrigin(request.headers)) {
      throw forbidden('This request comes from another site.');
    }
    return { supabase, userId: data.claims.sub };
  }
  throw serviceIsDown(error) ? new ApiError(503, 'unavailable', 'Try again in a moment.') : unauthenticated();
}

const serviceIsDown = (error: AuthError | null) => error !== null && isAuthRetryableFetchError(error);

function refuse(error: unknown, request: Request): Response {
  if (error instanceof ApiError) {
    const { status, code, message, field } = error;
    return json({ error: { code, message, ...(field !== undefined && { field }) } }, status);
  }
  // The caller has left: nobody reads the answer, and nothing is wrong on our side.
  if (request.signal.aborted) return new Response(null, { status: 499 });
  console.error(`${request.method} ${new URL(request.url).pathname}`, error);
  return json({ error: { code: 'internal', message: 'Something went wrong on our side.' } }, 500);
}

/**
 * A route of the HTTP API: finds out who calls (session cookie or access token), answers refusals as JSON and
 * keeps every answer out of caches.
 * @param handle answers the call; what it throws becomes the error answer
 */
export function route<Params = Record<string, never>>(handle: (call: Call<Params>) => Promise<Response>) {
  return async (request: Request, context: { params: Promise<Params> }): Promise<Response> => {
    try {
      const caller = await authenticate(request);
      const query = new URL(request.url).searchParams;
      return await handle({ request, query, params: await context.params, ...caller });
    } catch (error) {
      return refuse(error, request);
    }
  };
}
