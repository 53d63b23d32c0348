import { NotificationsApiError } from './api.ts';
import { withTimeLimit } from './time-limit.ts';

interface Answer {
  status: number;
  data: unknown;
  error: { code?: string; message: string } | null;
}

/** A request that ends: when the caller gives up, and when no answer comes. */
export function limited<Query extends { abortSignal(signal: AbortSignal): Query }>(
  query: Query,
  signal?: AbortSignal,
): Query {
  return query.abortSignal(withTimeLimit(signal));
}

/** @throws NotificationsApiError when the Data API refused, or did not answer */
export function dataOf<Data>(answer: Answer): Data {
  if (answer.error) throw toApiError(answer);
  return answer.data as Data;
}

/** The engine's messages start with the field they are about: `ids: …`. */
function toApiError({ status, error }: Answer): NotificationsApiError {
  const message = error?.message ?? `The Data API answered ${status}`;
  const code = error?.code || (status === 0 ? 'network' : `http_${status}`);
  const field = code.startsWith('CN') ? /^(\w+):/.exec(message)?.[1] : undefined;
  const details = { code, status, cause: error };
  return new NotificationsApiError(message, field === undefined ? details : { ...details, field });
}
