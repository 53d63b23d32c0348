import type { NotificationRow } from '../../src/index.ts';

export interface TableFilter {
  organisationId?: string | null;
  type?: string | null;
  priority?: string | null;
  isRead?: boolean | null;
  q?: string | null;
}

/** What a server keeps and answers, in memory: the common ground of every fake in these tests. */
export class NotificationTable {
  rows: NotificationRow[];

  constructor(rows: NotificationRow[] = []) {
    this.rows = [...rows];
  }

  insert(...rows: NotificationRow[]): void {
    this.rows.push(...rows);
  }

  /** Visible rows, newest first. */
  select({ organisationId, type, priority, isRead, q }: TableFilter = {}): NotificationRow[] {
    const words = q?.toLowerCase();
    return this.rows
      .filter((row) => row.archived_at === null)
      .filter((row) => !organisationId || row.organisation_id === organisationId)
      .filter((row) => !type || row.type === type)
      .filter((row) => !priority || row.priority === priority)
      .filter((row) => isRead === undefined || isRead === null || row.is_read === isRead)
      .filter((row) => !words || `${row.title} ${row.message}`.toLowerCase().includes(words))
      .sort((a, b) => b.created_at.localeCompare(a.created_at) || b.id.localeCompare(a.id));
  }

  unread(organisationId?: string | null): number {
    return this.select({ organisationId, isRead: false }).length;
  }

  /** @returns how many changed */
  update(matches: (row: NotificationRow) => boolean, change: Partial<NotificationRow>): number {
    const found = this.rows.filter((row) => row.archived_at === null && matches(row));
    for (const row of found) this.rows[this.rows.indexOf(row)] = { ...row, ...change };
    return found.length;
  }
}
