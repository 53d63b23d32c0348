import type { z } from 'zod';
import { ApiError, badRequest } from './api-error.ts';

const LONGEST_BODY = 64 * 1024;

function parse<T extends z.ZodType>(schema: T, input: unknown): z.infer<T> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw badRequest(issue?.path.join('.') || 'body', issue?.message ?? 'is not valid');
}

/**
 * Reads a query string.
 * @throws ApiError 400 naming the parameter that is malformed or given twice
 */
export function parseQuery<T extends z.ZodType>(schema: T, search: URLSearchParams): z.infer<T> {
  const names = new Set<string>();
  for (const name of search.keys()) {
    if (names.has(name)) throw badRequest(name, 'is given twice');
    names.add(name);
  }
  return parse(schema, Object.fromEntries(search));
}

/**
 * Reads a JSON body; an absent one counts as `{}`.
 * @throws ApiError 400 when it is not JSON or a member is malformed, 413 above 64 KiB
 */
export async function parseBody<T extends z.ZodType>(schema: T, request: Request): Promise<z.infer<T>> {
  const text = await request.text();
  if (text.length > LONGEST_BODY) {
    throw new ApiError(413, 'too_large', `body: at most ${LONGEST_BODY} characters`, 'body');
  }
  if (text === '') return parse(schema, {});
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch {
    throw badRequest('body', 'is not JSON');
  }
  return parse(schema, input);
}
