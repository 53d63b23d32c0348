/** HTTP status that PostgREST gives to a class of SQLSTATEs, where it is not 400. */
const STATUS_OF_CLASS: Record<string, number> = {
  '08': 503,
  '09': 500,
  '0L': 403,
  '0P': 403,
  '25': 500,
  '28': 403,
  '2D': 500,
  '38': 500,
  '39': 500,
  '3B': 500,
  '40': 500,
  '53': 503,
  '54': 500,
  '55': 500,
  '57': 500,
  '58': 500,
  F0: 500,
  HV: 500,
  P0: 500,
  XX: 500,
};

/** lite answers to these as PostgREST does, with knowledge of the request. */
const KNOWN_TO_LITE = /^(42...|22...|21...|PT...|PGRST|23502|23503|23505|25006)$/;

/**
 * Status of an error that the database raised and that lite does not know.
 * @param code SQLSTATE
 * @returns null when lite should answer itself
 */
export function postgrestStatus(code: unknown): number | null {
  if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code) || KNOWN_TO_LITE.test(code)) return null;
  if (code === 'P0001') return 400;
  return STATUS_OF_CLASS[code.slice(0, 2)] ?? 400;
}
