import type { NotificationRow } from '../../src/index.ts';
import type { ListView, NotificationList } from '../../src/store/list.ts';
import { createNotificationsStore, type NotificationsStore } from '../../src/store/store.ts';
import { createFakeApi, type FakeApi } from './fake-api.ts';
import { NotificationTable } from './notification-table.ts';

export interface Tab {
  table: NotificationTable;
  api: FakeApi;
  store: NotificationsStore;
  list: NotificationList;
  /** Reads again what is on screen, as after a hint or a reconnection. */
  refresh(): Promise<unknown>;
  /** Titles, without what they have in common. */
  shown(): string[];
  rows(): NotificationRow[];
  /** Brings these rows into view, and reads what of them is stale. */
  look(rows: NotificationRow[]): Promise<unknown>;
  loadPages(count: number): Promise<void>;
  requests(): number;
}

/** The store of one tab that shows one list, and the server's table. */
export function openTab(rows: NotificationRow[], pageSize = 20): Tab {
  const table = new NotificationTable(rows);
  const api = createFakeApi(table);
  const store = createNotificationsStore(api);
  const list = store.list({});
  const view: ListView = { visible: new Set() };
  list.watch(view, pageSize);
  const current = () => list.getData()?.notifications ?? [];
  const idle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    table,
    api,
    store,
    list,
    rows: current,
    refresh() {
      store.touch();
      return Promise.all([list.read(), store.counts.read()]);
    },
    shown: () => current().map(({ title }) => title.replace('ISQ critique n°', '')),
    look(inView) {
      view.visible = new Set(inView.map(({ id }) => id));
      list.look();
      return idle();
    },
    async loadPages(count) {
      for (let page = 0; page < count; page += 1) {
        list.fetchNextPage();
        await idle();
      }
    },
    requests: () => api.calls.length,
  };
}
