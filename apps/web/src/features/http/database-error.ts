import { ApiError, forbidden, unauthenticated } from './api-error.ts';

/** What supabase-js says when the database or the service in front of it refuses. */
export interface DatabaseError {
  code?: string | undefined;
  message: string;
}

/** The engine's messages start with the field at fault: `organisationId: not found`. */
export function fieldOf(message: string): string | undefined {
  return /^([A-Za-z_][\w.]*): /.exec(message)?.[1];
}

/**
 * Turns a refusal of the database into an answer of the HTTP API. Codes are matched, never messages.
 * @param error as supabase-js returns it
 * @returns an `ApiError` for a known refusal; an ordinary `Error`, hence a 500, for anything else
 */
export function fromDatabase(error: DatabaseError): Error {
  const { code = '', message } = error;
  switch (code) {
    case 'CN001': // unknown type
    case 'CN002': // missing field
    case 'CN003': // malformed field
    case 'CN004': // unknown field
    case 'CN005': // organisation not found
    case 'CN006': // recipient who is not a member
    case 'CN007': // entity of another organisation
      return new ApiError(400, 'invalid_input', message, fieldOf(message));
    case 'CN008':
    case '42501':
      return forbidden('You are not allowed to do this.');
    case 'PGRST301':
    case 'PGRST303':
      return unauthenticated();
    default:
      return new Error(`Data API: ${code} ${message}`);
  }
}
