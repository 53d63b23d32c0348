/** Position after a row in the order `created_at desc, id desc`. */
export interface Cursor {
  createdAt: string;
  id: string;
}

const TIMESTAMP = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d(:?\d\d)?)$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The timestamp is kept as the database wrote it: a JavaScript Date would drop its microseconds. */
export function encodeCursor({ createdAt, id }: Cursor): string {
  return btoa(`${createdAt} ${id}`).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** @returns null when the text is not a cursor of ours: it ends up in a filter, so its form is checked. */
export function decodeCursor(text: string): Cursor | null {
  let plain: string;
  try {
    plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return null; // not base64
  }
  const separator = plain.lastIndexOf(' ');
  const createdAt = plain.slice(0, separator);
  const id = plain.slice(separator + 1);
  return TIMESTAMP.test(createdAt) && UUID.test(id) ? { createdAt, id } : null;
}
