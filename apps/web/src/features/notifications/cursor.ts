import { z } from 'zod';

/** Where a page of notifications ended: the sort key of its last row. */
export interface Cursor {
  createdAt: string;
  id: string;
  /** In a list that has the unread first. */
  unreadFirst?: {
    /** Whether the page ended among the read ones. */
    read: boolean;
    /** When the list began: what is read after that stays among the unread, so that no page has it again. */
    since: string;
  };
}

const instant = z.iso.datetime({ offset: true });
const shape = z.union([z.tuple([instant, z.guid()]), z.tuple([instant, z.guid(), z.boolean(), instant])]);

/** Opaque to callers: they send back what they were given. */
export function encodeCursor({ createdAt, id, unreadFirst }: Cursor): string {
  const key = unreadFirst ? [createdAt, id, unreadFirst.read, unreadFirst.since] : [createdAt, id];
  return Buffer.from(JSON.stringify(key)).toString('base64url');
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
  if (!result.success) return null;
  const [createdAt, id, ...half] = result.data;
  const [read, since] = half;
  return read === undefined || since === undefined
    ? { createdAt, id }
    : { createdAt, id, unreadFirst: { read, since } };
}
