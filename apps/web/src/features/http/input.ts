import type { z } from 'zod';
import { ApiError, badRequest } from './api-error.ts';

const LONGEST_BODY = 64 * 1024;
/** What PostgreSQL keeps in no text: the null character, and half of a pair of surrogates. */
const NOT_TEXT = /[\0\p{Surrogate}]/u;

/** @throws ApiError 400 naming the member whose text no database could keep */
function refuseNoText(name: string, value: unknown): unknown {
  if (typeof value === 'string' && NOT_TEXT.test(value)) {
    // Of an item of a list the name would be its position.
    throw badRequest(/^\d*$/.test(name) ? 'body' : name, 'has a character that is none');
  }
  return value;
}

/**
 * Checks what a caller gave.
 * @throws ApiError 400 naming the member at fault, or `body` when it is the whole
 */
export function parse<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    throw badRequest([...issue.path, issue.keys[0]].join('.'), 'is not known here');
  }
  throw badRequest(issue?.path.join('.') || 'body', issue?.message ?? 'is not valid');
}

/**
 * Reads a query string.
 * @throws ApiError 400 naming the parameter that is malformed or given twice
 */
export function parseQuery<T extends z.ZodType>(schema: T, search: URLSearchParams): z.output<T> {
  const names = new Set<string>();
  for (const [name, value] of search) {
    if (names.has(name)) throw badRequest(name, 'is given twice');
    refuseNoText(name, value);
    names.add(name);
  }
  return parse(schema, Object.fromEntries(search));
}

/** The text of a body, which is not read further once it is too long. */
async function textOf(request: Request): Promise<string> {
  const reader = request.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
    bytes += chunk.value.byteLength;
    if (bytes > LONGEST_BODY) {
      throw new ApiError(413, 'too_large', `body: at most ${LONGEST_BODY} bytes`, 'body');
    }
    text += decoder.decode(chunk.value, { stream: true });
  }
  return text + decoder.decode();
}

/**
 * Reads a JSON body; an absent one counts as `{}`.
 * @throws ApiError 400 when it is not JSON or a member is malformed, 413 above 64 KiB
 */
export async function parseBody<T extends z.ZodType>(schema: T, request: Request): Promise<z.output<T>> {
  const text = await textOf(request);
  if (text === '') return parse(schema, {});
  let input: unknown;
  try {
    input = JSON.parse(text, refuseNoText);
  } catch (error) {
    throw error instanceof ApiError ? error : badRequest('body', 'is not JSON');
  }
  return parse(schema, input);
}
