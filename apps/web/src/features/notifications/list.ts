import { fromDatabase } from '../http/database-error.ts';
import type { Supabase } from '../supabase/server.ts';
import { type Cursor, encodeCursor } from './cursor.ts';
import { hasUnreadFirst, type ListQuery } from './list-query.ts';
import { COLUMNS, type NotificationRow } from './notification-row.ts';

/** An instant between quotes, for `.` `:` and `+` have a meaning in a filter of the Data API. */
const quoted = (instant: string) => `"${instant}"`;

/** One of the two halves of a list that has the unread first, as they were when it began. */
type Half = { read: boolean; since: string };

/** Past the row that a cursor was made of, or down to it and with it. */
function beside({ createdAt, id }: Cursor, side: 'after' | 'until'): string {
  const [past, at, end] = side === 'after' ? ['lt', 'lt', 'gt.-infinity'] : ['gt', 'gte', 'lt.infinity'];
  const instant = quoted(createdAt);
  // A range first: PostgreSQL walks the index from there and stops after a page, where it would sort all that an "or" leaves.
  // Closed at its other end: the planner takes such a range for narrow, whatever the cursor, and so keeps one plan for all
  // pages. Of an open one it expects a third of the rows, which looks dearer than planning each page anew.
  return `created_at.${past}e.${instant},created_at.${end},or(created_at.${past}.${instant},id.${at}.${id})`;
}

/** Every condition that is an alternative, all of which must hold: a request carries a single `or`. */
function conditions(query: ListQuery, half: Half | null, cursor: Cursor | undefined): string {
  const now = quoted(new Date().toISOString());
  const all = [`or(expires_at.is.null,expires_at.gt.${now})`];
  if (query.view === 'inbox') all.push(`or(snoozed_until.is.null,snoozed_until.lte.${now})`);
  if (query.view === 'snoozed') all.push(`snoozed_until.gt.${now}`);
  if (half?.read) all.push(`read_at.lte.${quoted(half.since)}`);
  else if (half) all.push(`or(is_read.is.false,read_at.gt.${quoted(half.since)})`);
  if (cursor) all.push(beside(cursor, 'after'));
  if (query.until) all.push(beside(query.until, 'until'));
  return `and(${all.join(',')})`;
}

/** The rows to choose from: those that match the words and the channel, when either is asked for. */
function source(supabase: Supabase, { q, channel }: ListQuery, options: { count?: 'exact' } = {}) {
  const table = () => supabase.from('notifications').select(COLUMNS, options);
  if (!q && !channel) return table();
  const words = { ...(q && { query: q }), ...(channel && { channel }) };
  const found = supabase.rpc('find_notifications', words, options).select(COLUMNS);
  // Of the same rows, and narrowed in the same way.
  return found as unknown as ReturnType<typeof table>;
}

/** Rows of a list, or of half of it, newest first. */
function narrowed(
  supabase: Supabase,
  query: ListQuery,
  half: Half | null,
  { cursor, ...options }: { cursor?: Cursor | undefined; count?: 'exact' } = {},
) {
  let request = source(supabase, query, options)
    .filter('archived_at', query.view === 'archived' ? 'not.is' : 'is', 'null')
    .or(conditions(query, half, cursor))
    .order('created_at', { ascending: false })
    .order('id', { ascending: false });
  if (query.type) request = request.eq('type', query.type);
  if (query.category) request = request.eq('category', query.category);
  if (query.priority) request = request.eq('priority', query.priority);
  if (query.is_read !== undefined) request = request.eq('is_read', query.is_read);
  if (query.team_id) request = request.eq('team_id', query.team_id);
  if (query.organisation_id) request = request.eq('organisation_id', query.organisation_id);
  return request;
}

/** What `narrowed` finds, from a position on, at most `count`. */
async function rowsOf(
  request: ReturnType<typeof narrowed>,
  from: number,
  count: number,
): Promise<NotificationRow[]> {
  const { data, error } = await request
    .range(from, from + count - 1)
    .overrideTypes<NotificationRow[], { merge: false }>();
  if (error) throw fromDatabase(error);
  return data;
}

/** How many rows half of a list has. */
async function sizeOf(supabase: Supabase, query: ListQuery, half: Half): Promise<number> {
  const { count, error } = await narrowed(supabase, query, half, { count: 'exact' }).range(0, 0);
  if (error) throw fromDatabase(error);
  return count ?? 0;
}

/** Rows newest first. One more than asked tells whether there is a next page. */
const recent = (supabase: Supabase, query: ListQuery) =>
  rowsOf(narrowed(supabase, query, null, { cursor: query.cursor }), query.offset ?? 0, query.limit + 1);

/** Rows of the half that was unread when the list began, then of the other. */
async function unreadFirst(supabase: Supabase, query: ListQuery, since: string) {
  const wanted = query.limit + 1;
  const { cursor, offset = 0 } = query;
  const [unread, read] = [
    { read: false, since },
    { read: true, since },
  ];
  const inHalf = (half: Half) => (row: NotificationRow) => ({ row, half });
  if (cursor?.unreadFirst?.read) {
    const rows = await rowsOf(narrowed(supabase, query, read, { cursor }), 0, wanted);
    return rows.map(inHalf(read));
  }
  const first = await rowsOf(narrowed(supabase, query, unread, { cursor }), offset, wanted);
  if (first.length === wanted) return first.map(inHalf(unread));
  // Skipped past the unread ones: the rest of the way is among the others. One may have come since the look at them.
  const skipped =
    first.length === 0 && offset > 0 ? Math.max(0, offset - (await sizeOf(supabase, query, unread))) : 0;
  const then = await rowsOf(narrowed(supabase, query, read), skipped, wanted - first.length);
  return [...first.map(inHalf(unread)), ...then.map(inHalf(read))];
}

/**
 * One page of the caller's notifications.
 * @param supabase acts as the caller
 */
export async function listNotifications(supabase: Supabase, query: ListQuery) {
  const since = query.cursor?.unreadFirst?.since ?? new Date().toISOString();
  const found = hasUnreadFirst(query)
    ? await unreadFirst(supabase, query, since)
    : (await recent(supabase, query)).map((row) => ({ row, half: null }));
  const page = found.slice(0, query.limit);
  const last = found.length > query.limit ? page.at(-1) : undefined;
  return { notifications: page.map(({ row }) => row), nextCursor: last ? cursorAt(last) : null };
}

const cursorAt = ({ row, half }: { row: NotificationRow; half: Half | null }) =>
  encodeCursor({ createdAt: row.created_at, id: row.id, ...(half && { unreadFirst: half }) });

/**
 * Exact number of unread notifications.
 * @param organisationId one organisation only; every one of the caller's when absent
 */
export async function countUnread(supabase: Supabase, organisationId?: string): Promise<number> {
  const { data, error } = await supabase.rpc('unread_notification_count', {
    ...(organisationId && { organisation_id: organisationId }),
  });
  if (error) throw fromDatabase(error);
  return data;
}

/** The same, by organisation and category; those with nothing unread are left out. */
export async function countUnreadEach(supabase: Supabase, organisationId?: string) {
  const { data, error } = await supabase.rpc('unread_notification_counts', {
    ...(organisationId && { organisation_id: organisationId }),
  });
  if (error) throw fromDatabase(error);
  // The type generator cannot tell that nothing in them is null.
  const counts = data as {
    [Name in keyof (typeof data)[number]]: NonNullable<(typeof data)[number][Name]>;
  }[];
  return counts.map(({ organisation_id, ...rest }) => ({ organisationId: organisation_id, ...rest }));
}
