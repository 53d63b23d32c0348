import { NotificationsApiError } from './api.ts';

interface FailedResult {
  status: number;
  error: { code?: string; message: string } | null;
}

/** A refusal by the Data API. The engine's messages start with the field they are about: `ids: …`. */
export function toApiError({ status, error }: FailedResult): NotificationsApiError {
  const message = error?.message ?? `The Data API answered ${status}`;
  const code = error?.code || (status === 0 ? 'network' : `http_${status}`);
  const field = code.startsWith('CN') ? /^(\w+):/.exec(message)?.[1] : undefined;
  const details = { code, status, cause: error };
  return new NotificationsApiError(message, field === undefined ? details : { ...details, field });
}
