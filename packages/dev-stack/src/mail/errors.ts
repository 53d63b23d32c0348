/** An answer of the Resend API that is not a success. Its JSON has exactly these three fields. */
export class ResendError extends Error {
  override readonly name: string;

  constructor(
    readonly statusCode: number,
    name: string,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
    this.name = name;
  }

  toResponse(): Response {
    const { statusCode, name, message } = this;
    return Response.json({ statusCode, name, message }, { status: statusCode, headers: this.headers });
  }
}

/** The errors of https://resend.com/docs/api-reference/errors that this server gives, in its words. */
export const resendErrors = {
  invalidJson: () => new ResendError(400, 'validation_error', 'The request body is not valid JSON.'),
  invalidField: (field: string, rule: string) =>
    new ResendError(422, 'validation_error', `Invalid \`${field}\` field. ${rule}`),
  missingField: (field: string) =>
    new ResendError(422, 'missing_required_field', `Missing \`${field}\` field.`),
  invalidAttachment: () =>
    new ResendError(422, 'invalid_attachment', 'Attachment must have either a `content` or `path`.'),
  missingApiKey: () =>
    new ResendError(401, 'missing_api_key', 'Missing API key in the authorization header.'),
  restrictedApiKey: () =>
    new ResendError(401, 'restricted_api_key', 'This API key is restricted to only send emails.'),
  invalidApiKey: () => new ResendError(403, 'invalid_api_key', 'API key is invalid.'),
  notFound: () => new ResendError(404, 'not_found', 'The requested endpoint does not exist.'),
  invalidIdempotencyKey: () =>
    new ResendError(400, 'invalid_idempotency_key', 'The key must be between 1-256 chars.'),
  otherPayload: () =>
    new ResendError(
      409,
      'invalid_idempotent_request',
      'Same idempotency key used with a different request payload.',
    ),
  inProgress: () =>
    new ResendError(
      409,
      'concurrent_idempotent_requests',
      'Same idempotency key used while original request is still in progress.',
    ),
  /** @param retryAfter seconds */
  rateLimit: (retryAfter: number) =>
    new ResendError(
      429,
      'rate_limit_exceeded',
      'Too many requests. Please limit the number of requests per second. Or contact support to increase rate limit.',
      { 'retry-after': String(retryAfter) },
    ),
  quota: (period: 'daily' | 'monthly') =>
    new ResendError(
      429,
      `${period}_quota_exceeded`,
      `You have reached your ${period} email sending quota. Upgrade your plan to increase it.`,
    ),
  refused: (status: 400 | 404 | 422) =>
    new ResendError(
      status,
      status === 404 ? 'not_found' : 'validation_error',
      'We found an error with one or more fields in the request.',
    ),
  server: (status: number) =>
    new ResendError(status, 'internal_server_error', 'An unexpected error occurred.'),
} as const;
