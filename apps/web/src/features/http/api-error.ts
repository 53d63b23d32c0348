/** A refusal that the caller of the HTTP API may read. Anything else becomes a 500 that says nothing. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  /**
   * @param status HTTP status, 4xx or 503
   * @param code short stable name for programs
   * @param message sentence for the developer who calls the API
   * @param field the parameter or member at fault, when there is one
   */
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly field?: string,
  ) {
    super(message);
  }
}

export const badRequest = (field: string, message: string) =>
  new ApiError(400, 'invalid_input', `${field}: ${message}`, field);
export const unauthenticated = () =>
  new ApiError(401, 'unauthenticated', 'Sign in, or send an access token.');
export const forbidden = (message: string) => new ApiError(403, 'forbidden', message);
/** @param what that there is none of, for the caller; the answer is the same when it is someone else's */
export const notFound = (what = 'notification') =>
  new ApiError(404, 'not_found', `There is no such ${what}.`);
