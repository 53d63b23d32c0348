import type { UnreadCounts } from './api.ts';
import { createReader, type Reader } from './reader.ts';
import type { Host, Resource } from './resource.ts';
import type { NotificationRow } from './types.ts';
import { countsWith, type Write } from './writes.ts';

export interface NotificationCounts extends Resource<UnreadCounts> {
  /** The write has reached the server. */
  settle(write: Write): void;
}

interface CountsHost extends Host {
  ask(): Promise<UnreadCounts>;
  writes: readonly Write[];
  /** Rows by id as the server had them when they were last read. */
  knownRows(): Map<string, NotificationRow>;
}

/** The unread notifications of a user, by organisation and category. */
export function createCounts(host: CountsHost): NotificationCounts {
  let known: UnreadCounts['counts'] | undefined;
  let readAt = 0;
  let data: UnreadCounts | undefined;
  let version = 0;

  async function readAgain() {
    const { answer, at } = await host.load(host.ask);
    known = answer.counts;
    readAt = at;
  }
  const reader: Reader<UnreadCounts> = createReader(
    host,
    () => (reader.isStale(readAt) ? readAgain : undefined),
    getData,
  );

  function withWrites(writes: readonly Write[]): UnreadCounts['counts'] | undefined {
    if (!known || writes.length === 0) return known;
    const rows = host.knownRows();
    return writes.reduce((counts, write, index) => {
      const before = (shown: NotificationRow) =>
        writes
          .slice(0, index)
          .reduce(
            (row, { applies, change }) => (applies(row) ? change(row) : row),
            rows.get(shown.id) ?? shown,
          );
      return countsWith(counts, write, before);
    }, known);
  }

  function getData() {
    if (version === host.version()) return data;
    version = host.version();
    const counts = withWrites(host.writes);
    if (counts && JSON.stringify(counts) !== JSON.stringify(data?.counts)) {
      data = { total: counts.reduce((sum, { count }) => sum + count, 0), counts };
    }
    return data;
  }

  return {
    getData,
    seed({ counts }) {
      known = counts;
      readAt = 1;
    },
    touch: reader.touch,
    read: reader.read,
    settle(write) {
      known = withWrites([write]);
    },
  };
}
