import { type Kind, READERS } from '../database/population.ts';
import { SEARCHED } from '../database/texts.ts';
import type { Statement } from './session.ts';

/** Where a page ends: the sort key of its last row. */
export interface Cursor {
  createdAt: string;
  id: string;
}

/** What one person asks with. */
export interface Asked {
  userId: string;
  /** Where page 99 ends; of those who have so many. */
  cursor?: Cursor;
}

/** Something that the product asks of the database. */
export interface Query {
  name: string;
  /** Who asks it. */
  kind: Kind;
  /** Index through which it may reach the notifications. */
  index: string;
  /**
   * Most rows of notifications that it may read to show what it shows; a search reads what its person has, which does not
   * grow with the table.
   */
  reads: number;
  /** Has to hold the bounds. The others show where a person's own history weighs. */
  bound: boolean;
  /** As the Data API sends it in the name of a person; row level security does the rest. */
  underPolicy(asked: Asked): Statement;
  /** The same, whose person is asked for in its own words. */
  without(asked: Asked): Statement;
}

export const PAGE = 20;
/** One row more than a page tells whether there is another. */
const LIMIT = PAGE + 1;
export const DEEP_PAGE = 100;

/** As `apps/web/src/features/notifications/notification-row.ts` names them. */
const COLUMNS = [
  ...[
    'id',
    'organisation_id',
    'user_id',
    'event_id',
    'type',
    'category',
    'severity',
    'priority',
    'title',
    'message',
  ],
  ...[
    'entity_type',
    'entity_id',
    'patient_id',
    'team_id',
    'link',
    'is_read',
    'read_at',
    'clicked_at',
    'seen_at',
  ],
  ...['archived_at', 'snoozed_until', 'expires_at', 'retracted_at', 'coalesced', 'summary_of', 'created_at'],
].join(', ');

/** PostgREST answers with one row of JSON. */
const answered = (source: string) =>
  `with answer as (${source})
   select null::bigint as total, count(item) as page_total, coalesce(json_agg(item), '[]') as body from (select * from answer) as item`;

const MINE = 'user_id = (select auth.uid())';
/** The inbox, as `list.ts` of the application asks for it; $1: now. */
const INBOX =
  'archived_at is null and (expires_at is null or expires_at > $1) and (snoozed_until is null or snoozed_until <= $1)';
const NEWEST_FIRST = `order by created_at desc, id desc limit ${LIMIT}`;
/** Past the cursor; $2, $3. $4 closes the range. */
const PAST = 'created_at <= $2 and created_at > $4 and (created_at < $2 or id < $3)';

const now = () => new Date().toISOString();

function page(name: string, extra: string, values: (asked: Asked) => unknown[]) {
  const ask = (suffix: string, person: string) => (asked: Asked) => ({
    name: `${name}, ${suffix}`,
    text: answered(
      `select ${COLUMNS} from public.notifications where ${person}${INBOX}${extra} ${NEWEST_FIRST}`,
    ),
    values: [now(), ...values(asked)],
  });
  return { underPolicy: ask('policy', ''), without: ask('without', `${MINE} and `) };
}

function counted(name: string, call: string) {
  const ask = (suffix: string) => () => ({
    name: `${name}, ${suffix}`,
    text: answered(`select * from ${call}`),
    values: [],
  });
  return { underPolicy: ask('policy'), without: ask('without') };
}

function search(name: string) {
  const found = (suffix: string, source: string) => () => ({
    name: `${name}, ${suffix}`,
    text: answered(`select ${COLUMNS} from ${source} where ${INBOX} ${NEWEST_FIRST}`),
    values: [now(), SEARCHED],
  });
  return {
    underPolicy: found('policy', 'public.find_notifications(query => $2::text)'),
    // What the function asks, without what it asks about who may see it.
    without: found(
      'without',
      `(select * from public.notifications where ${MINE} and lexemes @@ (select notify.search_query($2::text))) as found`,
    ),
  };
}

const UNREAD_INDEX = 'notifications_unread_idx';
const PAGE_INDEX = 'notifications_page_idx';
/** A few rows of a page are archived, snoozed or not to be seen. */
const AROUND = 2;

export const QUERIES: readonly Query[] = [
  {
    ...{ name: 'unread count', kind: 'ordinary', index: UNREAD_INDEX, reads: 40, bound: true },
    ...counted('unread count', 'public.unread_notification_count()'),
  },
  {
    ...{ name: 'unread by category', kind: 'ordinary', index: UNREAD_INDEX, reads: 40, bound: true },
    ...counted('unread by category', 'public.unread_notification_counts()'),
  },
  {
    ...{ name: 'first page', kind: 'ordinary', index: PAGE_INDEX, reads: LIMIT * AROUND, bound: true },
    ...page('first page', '', () => []),
  },
  {
    ...{ name: `page ${DEEP_PAGE}`, kind: 'deep', index: PAGE_INDEX, reads: LIMIT * AROUND, bound: true },
    ...page(`page ${DEEP_PAGE}`, ` and ${PAST}`, ({ cursor }) => [
      cursor?.createdAt,
      cursor?.id,
      '-infinity',
    ]),
  },
  {
    ...{ name: 'search', kind: 'deep', index: PAGE_INDEX, reads: READERS.deep.rows, bound: true },
    ...search('search'),
  },
  {
    ...{
      name: 'unread count of the busiest',
      kind: 'busiest',
      index: UNREAD_INDEX,
      reads: 2_000,
      bound: false,
    },
    ...counted('unread count of the busiest', 'public.unread_notification_count()'),
  },
  {
    ...{
      name: 'search of the busiest',
      kind: 'busiest',
      index: PAGE_INDEX,
      reads: READERS.busiest.rows,
      bound: false,
    },
    ...search('search of the busiest'),
  },
];

/** Where page 99 of a person ends. */
export const endOfPage: Statement = {
  name: 'end of page',
  text: `select created_at::text as "createdAt", id from public.notifications where ${INBOX}
    order by created_at desc, id desc limit 1 offset ${PAGE * (DEEP_PAGE - 1) - 1}`,
  values: [now()],
};
