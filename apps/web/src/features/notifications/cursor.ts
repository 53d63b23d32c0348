import { z } from 'zod';

/** Where a page of notifications ended: the sort key of its last row. */
export interface Cursor {
  createdAt: string;
  id: string;
}

const shape = z.tuple([z.iso.datetime({ offset: true }), z.guid()]);

/** Opaque to callers: they send back what they were given. */
export function encodeCursor({ createdAt, id }: Cursor): string {
  return Buffer.from(JSON.stringify([createdAt, id])).toString('base64url');
}

/** @returns null for anything that `encodeCursor` did not make */
export function decodeCursor(text: string): Cursor | null {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    // Not JSON, so not one of ours: the caller answers 400.
    return null;
  }
  const result = shape.safeParse(value);
  return result.success ? { createdAt: result.data[0], id: result.data[1] } : null;
}
