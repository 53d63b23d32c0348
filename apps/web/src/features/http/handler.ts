import type { AuthError } from '@supabase/supabase-js';
import { isAuthRetryableFetchError } from '@supabase/supabase-js';
import { type Supabase, sessionClient, tokenClient } from '../supabase/server.ts';
import { ApiError, forbidden, unauthenticated } from './api-error.ts';
import { isSameOrigin } from './same-origin.ts';

const NO_STORE = { 'Cache-Control': 'no-store' };
const READS = ['GET', 'HEAD'];

/** What a reading route works with: the caller's own rights and nothing more. */
export interface ReadCall {
  query: URLSearchParams;
  /** Acts as the caller, under row level security. */
  supabase: Supabase;
}

/** What any other route works with, besides. */
export interface Call<Params> extends ReadCall {
  request: Request;
  /** Path parameters. */
  params: Params;
  userId: string;
}

export const json = (body: unknown, status = 200) => Response.json(body, { status, headers: NO_STORE });
export const noContent = () => new Response(null, { status: 204, headers: NO_STORE });

function bearer(request: Request): string | null {
  const header = request.headers.get('authorization');
  return header === null ? null : (/^Bearer +(\S+)$/i.exec(header)?.[1] ?? '');
}

/** The caller as they present themselves; a client without a session sees what anyone sees, which is nothing. */
async function present(request: Request): Promise<{ supabase: Supabase; token: string | null }> {
  const token = bearer(request);
  if (token === '') throw unauthenticated();
  return { token, supabase: token === null ? await sessionClient() : tokenClient(token) };
}

/** A client for a caller who has a session. Whether it is genuine is left to the Data API. */
async function connect(request: Request): Promise<Supabase> {
  const { supabase, token } = await present(request);
  if (token !== null) return supabase;
  const { data, error } = await supabase.auth.getSession();
  if (data.session) return supabase;
  throw noSession(error);
}

async function authenticate(request: Request): Promise<{ supabase: Supabase; userId: string }> {
  const { supabase, token } = await present(request);
  const { data, error } = await supabase.auth.getClaims(token ?? undefined);
  if (data?.claims.sub) {
    // A token is sent on purpose; a cookie goes along with whatever page makes the request.
    if (token === null && !READS.includes(request.method) && !isSameOrigin(request.headers)) {
      throw forbidden('This request comes from another site.');
    }
    return { supabase, userId: data.claims.sub };
  }
  throw noSession(error);
}

/** What to answer to a caller without a valid session, which is not their fault while the service is down. */
function noSession(error: AuthError | null): ApiError {
  if (error === null || !isAuthRetryableFetchError(error)) return unauthenticated();
  return new ApiError(503, 'unavailable', 'Try again in a moment.');
}

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

/** Answers refusals as JSON. */
async function answering(request: Request, answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    return refuse(error, request);
  }
}

const queryOf = (request: Request) => new URL(request.url).searchParams;

/**
 * A route of the HTTP API: finds out who calls (session cookie or access token), answers refusals as JSON and
 * keeps every answer out of caches.
 * @param handle answers the call; what it throws becomes the error answer
 */
export function route<Params = Record<string, never>>(handle: (call: Call<Params>) => Promise<Response>) {
  return (request: Request, context: { params: Promise<Params> }): Promise<Response> =>
    answering(request, async () => {
      const caller = await authenticate(request);
      return handle({ request, query: queryOf(request), params: await context.params, ...caller });
    });
}

/**
 * A route that does nothing but read through the Data API, for answers that are waited for. The Data API verifies the
 * access token of every request itself; asking the authentication service first would cost a round trip and protect
 * nothing more.
 * @param handle answers the call with what `supabase` reads, and with nothing else
 */
export function readRoute(handle: (call: ReadCall) => Promise<Response>) {
  return (request: Request): Promise<Response> =>
    answering(request, async () => {
      const supabase = await connect(request);
      try {
        return await handle({ supabase, query: queryOf(request) });
      } catch (error) {
        // Who sends a token that is not accepted may count as anonymous there: 401 tells them what to do, 403 does not.
        await authenticate(request);
        throw error;
      }
    });
}
