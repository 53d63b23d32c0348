import type { ListParams, NotificationFilters, NotificationPage } from './api.ts';
import { createReader } from './reader.ts';
import type { Host, Resource } from './resource.ts';
import { isSame, reread, type Segment, tidy, withWrite } from './segments.ts';
import type { Write } from './writes.ts';

/** A place on screen that shows a list. */
export interface ListView {
  /** Ids of the rows that are in view there; null: all of them. */
  visible: ReadonlySet<string> | null;
}

/** Everything that is loaded of a list, newest first and without duplicates. */
export interface ListData extends NotificationPage {
  isFetchingNextPage?: boolean;
  /** Why what was asked for last could not be read. */
  error?: Error | null;
}

export interface NotificationList extends Resource<ListData> {
  /** @returns the function that takes the view away */
  watch(view: ListView, pageSize: number | undefined): () => void;
  isWatched(): boolean;
  fetchNextPage(): void;
  /** Reads what is stale and has come into view. */
  look(): void;
  /** The write has reached the server: the list is what it was with it. */
  settle(write: Write): void;
  getSegments(): readonly Segment[];
}

interface ListHost extends Host {
  ask(params: ListParams): Promise<NotificationPage>;
  writes: readonly Write[];
}

const MOST = 100;
/** A stretch may overflow this often in a row: beyond, the list ends there, and goes on as one scrolls. */
const OVERFLOWS = 3;

/**
 * One list, newest first, in stretches with fixed boundaries: however much of it is loaded, a refresh reads its head
 * and what is in view, and marks the rest, which is read when it comes into view.
 */
export function createList(filters: NotificationFilters, host: ListHost): NotificationList {
  const views = new Set<ListView>();
  let segments: Segment[] = [];
  let pageSize = 20;
  let wantsMore = false;
  let isFetchingNextPage = false;
  let data: ListData | undefined;
  let version = 0;

  const { run, touch, read, isStale, getError } = createReader(host, next, getData);

  function next() {
    const hasMore = segments.length === 0 || (wantsMore && segments.at(-1)?.until);
    wantsMore = false;
    if (hasMore) return readNextPage;
    const stale = segments.findIndex(
      (segment, index) => isStale(segment.readAt) && (index === 0 || isInView(segment)),
    );
    if (stale >= 0) return () => readAgain(stale);
  }

  function isInView({ readAt, rows }: Segment): boolean {
    const isHole = readAt === 0;
    return isHole || [...views].some(({ visible }) => !visible || rows.some(({ id }) => visible.has(id)));
  }

  function load(index: number, limit: number) {
    const cursor = segments[index - 1]?.until?.cursor;
    const until = segments[index]?.until?.cursor;
    return host.load(() => host.ask({ ...filters, limit, cursor, until }));
  }

  async function readNextPage() {
    isFetchingNextPage = segments.length > 0;
    host.changed();
    try {
      const { answer, at } = await load(segments.length, pageSize);
      segments = tidy([...segments, ...reread(undefined, answer, at)], pageSize);
    } finally {
      isFetchingNextPage = false;
    }
  }

  async function readAgain(index: number) {
    // A head that is full is cut in two, or every new row would make it overflow.
    const isFull = index === 0 && (segments[0]?.rows.length ?? 0) >= MOST;
    const { answer, at } = await load(index, isFull ? MOST / 2 : MOST);
    const stretch = reread(segments[index], answer, at);
    const rest = stretch[1];
    const after = rest && rest.overflows >= OVERFLOWS ? undefined : segments.slice(index + 1);
    segments = tidy(
      [...segments.slice(0, index), ...(after ? [...stretch, ...after] : stretch.slice(0, 1))],
      pageSize,
    );
  }

  function getData() {
    if (version === host.version() || segments.length === 0) return data;
    version = host.version();
    const shown = host.writes.reduce((result, write) => withWrite(result, write, filters), segments);
    const rows = new Map(shown.flatMap((segment) => segment.rows.map((row) => [row.id, row])));
    const notifications = [...rows.values()];
    const next: ListData = {
      notifications: data && isSame(notifications, data.notifications) ? data.notifications : notifications,
      nextCursor: segments.at(-1)?.until?.cursor ?? null,
      isFetchingNextPage,
      error: getError(),
    };
    if (!data || !isSame(Object.values(next), Object.values(data))) data = next;
    return data;
  }

  return {
    getData,
    seed(page) {
      // A long list that another page left behind is not one page.
      if (page.notifications.length <= MOST) segments = reread(undefined, page, 1);
    },
    touch,
    read,
    watch(view, size) {
      pageSize = size ?? pageSize;
      views.add(view);
      return () => void views.delete(view);
    },
    isWatched: () => views.size > 0,
    fetchNextPage() {
      wantsMore = true;
      void run();
    },
    look: () => void run(),
    settle(write) {
      segments = withWrite(segments, write, filters);
    },
    getSegments: () => segments,
  };
}
