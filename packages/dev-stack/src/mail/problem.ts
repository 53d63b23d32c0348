import type { ZodError } from 'zod';

/** An answer of `/api` that is not a success. */
export function problem(status: number, code: string, message: string, field?: string): Response {
  return Response.json({ error: { code, message, ...(field ? { field } : {}) } }, { status });
}

/** What is wrong with the body of a request, and in which field. */
export function invalidField(error: ZodError): Response {
  const issue = error.issues[0];
  return problem(400, 'invalid_field', issue?.message ?? 'Invalid body.', issue?.path.join('.'));
}
