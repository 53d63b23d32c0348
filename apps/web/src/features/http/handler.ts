import type { AuthError } from '@supabase/supabase-js';
import { isAuthRetryableFetchError } from '@supabase/supabase-js';
import { type Supabase, sessionClient, tokenClient } from '../supabase/server.ts';
import { ApiError, forbidden, unauthenticated } from './api-error.ts';
import { parse, parseBody, parseQuery } from './input.ts';
import type { Input, Operation, Reply, ReplyOf } from './operation.ts';
import { isSameOrigin } from './same-origin.ts';

const NO_STORE = { 'Cache-Control': 'no-store' };
const READS = ['GET', 'HEAD'];

/** What a reading route works with: the caller's own rights and nothing more. */
export interface ReadCall<O extends Operation> extends Input<O> {
  /** Acts as the caller, under row level security. */
  supabase: Supabase;
}

/** What any other route works with, besides. */
export interface Call<O extends Operation> extends ReadCall<O> {
  userId: string;
}

/** What Next gives a route besides the request. */
interface Context {
  params: Promise<Record<string, string | string[] | undefined>>;
}

/** A route's handler, which tells what operation it carries out. */
export interface Handler<O extends Operation = Operation> {
  (request: Request, context: Context): Promise<Response>;
  operation: O;
}

const json = (body: unknown, status = 200) => Response.json(body, { status, headers: NO_STORE });

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

/** What the caller gave, checked against the operation's schemas. */
async function inputOf<O extends Operation>(
  { params, query, body }: O,
  request: Request,
  context: Context,
): Promise<Input<O>> {
  return {
    params: params && parse(params, await context.params),
    query: query && parseQuery(query, new URL(request.url).searchParams),
    body: body && (await parseBody(body, request)),
  } as Input<O>;
}

const respond = ({ status, body }: Reply<number, unknown>) =>
  body === undefined ? new Response(null, { status, headers: NO_STORE }) : json(body, status);

/**
 * A route of the HTTP API: finds out who calls (session cookie or access token), checks what they give, answers refusals
 * as JSON and keeps every answer out of caches.
 * @param operation what the route takes and answers
 * @param handle carries it out; what it throws becomes the error answer
 */
export function route<const O extends Operation>(
  operation: O,
  handle: (call: Call<O>) => Promise<ReplyOf<O>>,
): Handler<O> {
  const answer = (request: Request, context: Context) =>
    answering(request, async () => {
      const caller = await authenticate(request);
      const input = await inputOf(operation, request, context);
      return respond(await handle({ ...input, ...caller }));
    });
  return Object.assign(answer, { operation });
}

/**
 * A route that does nothing but read through the Data API, for answers that are waited for. The Data API verifies the
 * access token of every request itself; asking the authentication service first would cost a round trip and protect
 * nothing more.
 * @param handle answers the call with what `supabase` reads, and with nothing else
 */
export function readRoute<const O extends Operation>(
  operation: O,
  handle: (call: ReadCall<O>) => Promise<ReplyOf<O>>,
): Handler<O> {
  const answer = (request: Request, context: Context) =>
    answering(request, async () => {
      const supabase = await connect(request);
      try {
        return respond(await handle({ supabase, ...(await inputOf(operation, request, context)) }));
      } catch (error) {
        // Who sends a token that is not accepted may count as anonymous there: 401 tells them what to do, 403 does not.
        await authenticate(request);
        throw error;
      }
    });
  return Object.assign(answer, { operation });
}
