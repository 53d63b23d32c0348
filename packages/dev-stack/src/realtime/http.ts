import { z } from 'zod';
import { maxNameBytes, UserBroadcast } from './binary.ts';
import type { Context } from './context.ts';
import { clientTopic } from './hub.ts';
import { DatabaseUnavailable, Refusal } from './refusal.ts';
import { broadcastJson, SharedFrame } from './shared-frame.ts';
import type { Claims } from './token.ts';

const batch = z.object({
  messages: z
    .array(
      z.object({
        topic: z.string().min(1),
        event: z.string().min(1),
        payload: z.record(z.string(), z.unknown()),
        private: z.boolean().default(false),
      }),
    )
    .min(1),
});

const batchPath = '/realtime/v1/api/broadcast';
const singlePath = /^\/realtime\/v1\/api\/broadcast\/([^/]+)\/events\/([^/]+)$/;

/** An answer other than 202, thrown from wherever it is found out. */
class HttpError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Broadcasts by HTTP: `POST /realtime/v1/api/broadcast` for several messages, and
 * `POST /realtime/v1/api/broadcast/<topic>/events/<event>` for one, JSON or binary. Answers 202 with no body, or an error
 * `{error}`.
 */
export async function handleBroadcastRequest(context: Context, request: Request): Promise<Response> {
  try {
    const { pathname, searchParams } = new URL(request.url);
    const single = singlePath.exec(pathname);
    if (!single && pathname !== batchPath) throw new HttpError(404, 'Not found');
    if (request.method !== 'POST') throw new HttpError(405, 'Only POST is allowed');
    const claims = await authenticate(context, request);
    const body = await readBody(request, context.limits.frameBytes);
    if (single) {
      const [topic, event] = [decodeName(single[1], 'topic'), decodeName(single[2], 'event')];
      const content = readContent(request, body, event, context.limits.payloadBytes);
      const isPrivate = searchParams.get('private') === 'true';
      await broadcastOne(context, claims, { name: topic, private: isPrivate }, content);
    } else {
      await broadcastMany(context, claims, body);
    }
    return new Response(null, { status: 202 });
  } catch (error) {
    if (error instanceof HttpError) return Response.json({ error: error.message }, { status: error.status });
    if (error instanceof DatabaseUnavailable) return Response.json({ error: error.message }, { status: 503 });
    context.log.error('broadcast request failed', { error });
    return Response.json({ error: 'Internal error' }, { status: 500 });
  }
}

async function authenticate({ verify }: Context, { headers }: Request): Promise<Claims> {
  const bearer = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  const token = bearer ?? headers.get('apikey');
  if (!token) throw new HttpError(401, 'A header `apikey` or `Authorization: Bearer …` is required');
  return verify(token).catch((error: unknown) => {
    throw error instanceof Refusal ? new HttpError(401, error.reason) : error;
  });
}

async function broadcastMany(context: Context, claims: Claims, body: Buffer): Promise<void> {
  const parsed = batch.safeParse(parseJson(body));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new HttpError(422, `${issue?.path.join('.') || 'body'}: ${issue?.message}`);
  }
  const messages = parsed.data.messages.map((message) => ({
    ...message,
    json: JSON.stringify(message.payload),
  }));
  // All or nothing: what is too large is said before anything is sent.
  for (const [index, { json }] of messages.entries()) {
    checkSize(Buffer.byteLength(json), context.limits.payloadBytes, `messages.${index}.payload`);
  }
  const mayWrite = new Map<string, boolean>();
  for (const { topic, event, json, private: isPrivate } of messages) {
    if (isPrivate && !mayWrite.has(topic)) {
      mayWrite.set(topic, (await context.authorization.write(topic, claims)).broadcast);
    }
    if (isPrivate && !mayWrite.get(topic)) {
      // As hosted: the caller is told 202 all the same, and the message goes nowhere.
      context.log.warn('broadcast refused by the policies of realtime.messages', { topic });
      continue;
    }
    const content = { event: 'broadcast', payloadJson: broadcastJson(event, json) };
    context.hub.broadcast({ name: topic, private: isPrivate }, new SharedFrame(clientTopic(topic), content));
  }
}

async function broadcastOne(
  { hub, authorization }: Context,
  claims: Claims,
  address: { name: string; private: boolean },
  content: UserBroadcast,
): Promise<void> {
  if (address.private && !(await authorization.write(address.name, claims)).broadcast) {
    throw new HttpError(403, 'Unauthorized');
  }
  hub.broadcast(address, new SharedFrame(clientTopic(address.name), content));
}

function readContent(request: Request, body: Buffer, event: string, maxBytes: number): UserBroadcast {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim() ?? 'application/json';
  checkSize(body.length, maxBytes, 'payload');
  if (type === 'application/octet-stream') return new UserBroadcast(event, 'binary', body);
  if (type !== 'application/json') {
    throw new HttpError(415, 'content-type: application/json or application/octet-stream is required');
  }
  parseJson(body);
  return new UserBroadcast(event, 'json', body);
}

async function readBody(request: Request, maxBytes: number): Promise<Buffer> {
  const announced = Number(request.headers.get('content-length') ?? 0);
  if (announced > maxBytes) throw new HttpError(413, `body: more than ${maxBytes} bytes`);
  const body = Buffer.from(await request.arrayBuffer());
  if (body.length > maxBytes) throw new HttpError(413, `body: more than ${maxBytes} bytes`);
  return body;
}

function checkSize(size: number, maxBytes: number, field: string): void {
  if (size > maxBytes)
    throw new HttpError(422, `${field}: Payload size exceeds the limit of ${maxBytes} bytes`);
}

function decodeName(encoded: string | undefined, field: string): string {
  let name = '';
  try {
    name = decodeURIComponent(encoded ?? '');
  } catch {
    throw new HttpError(422, `${field}: not a valid URL encoding`);
  }
  // The frame that carries it holds the length of a name in one byte.
  const longest = field === 'topic' ? maxNameBytes - clientTopic('').length : maxNameBytes;
  if (Buffer.byteLength(name) > longest) throw new HttpError(422, `${field}: more than ${longest} bytes`);
  return name;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new HttpError(422, 'body: not valid JSON');
  }
}
