import type { MuteTarget, NotificationChange, NotificationFilters } from './api.ts';
import type { NotificationMute } from './preferences-api.ts';
import type { NotificationRow } from './types.ts';

/** A notification of which only the title has to be said. */
export type MemoryNotification = Partial<NotificationRow> & { title: string };

const ORGANISATION_ID = '00000000-0000-4000-8000-000000000001';

/** What a server keeps about one user, in memory, by the rules of the engine. */
export class MemoryTable {
  rows: NotificationRow[] = [];
  mutes: NotificationMute[] = [];
  private created = 0;

  /** @returns the rows that are kept. One that does not say when is a minute older than the one before it. */
  insert(given: MemoryNotification[]): NotificationRow[] {
    const now = Date.now();
    const inserted = given
      .map((row, index) => ({ ...this.blank(new Date(now - index * 60_000).toISOString()), ...row }))
      .filter((row) => !this.isMuted(row));
    this.rows.push(...inserted);
    return inserted;
  }

  /** Newest first. */
  select({ view = 'inbox', ...filters }: NotificationFilters = {}): NotificationRow[] {
    const now = Date.now();
    const words = searchWords(filters.q ?? '');
    return this.rows
      .filter((row) => viewOf(row, now) === view && !isPast(row.expires_at, now))
      .filter((row) => !filters.organisationId || row.organisation_id === filters.organisationId)
      .filter((row) => !filters.type || row.type === filters.type)
      .filter((row) => !filters.category || row.category === filters.category)
      .filter((row) => !filters.priority || row.priority === filters.priority)
      .filter((row) => filters.isRead === undefined || row.is_read === filters.isRead)
      .filter((row) => hasWords(row, words))
      .sort(newestFirst);
  }

  /** @returns whether there was such a row */
  update(id: string, { isRead, archived, snoozedUntil }: NotificationChange): boolean {
    const now = new Date().toISOString();
    return this.change(id, (row) => {
      if (archived !== undefined) row.archived_at = archived ? now : null;
      if (snoozedUntil !== undefined) row.snoozed_until = snoozedUntil;
      if (isRead !== undefined) row.is_read = isRead;
      // Put off, not dealt with: it comes back unread. Read, it has nothing to come back for.
      if (snoozedUntil) row.is_read = false;
      else if (row.is_read) row.snoozed_until = null;
      row.read_at = row.is_read ? (row.read_at ?? now) : null;
    });
  }

  /** @returns whether there was such a row */
  click(id: string): boolean {
    const found = this.update(id, { isRead: true });
    this.change(id, (row) => {
      row.clicked_at ??= row.read_at;
    });
    return found;
  }

  see(id: string): void {
    this.change(id, (row) => {
      row.seen_at ??= new Date().toISOString();
    });
  }

  mute({ organisationId, entityType, entityId }: MuteTarget): NotificationMute {
    const known = this.mutes.find((mute) => mute.entityType === entityType && mute.entityId === entityId);
    if (known) return known;
    const id = this.nextId();
    const mute = { id, organisationId, entityType, entityId, mutedUntil: null, label: null };
    this.mutes = [...this.mutes, mute];
    return mute;
  }

  /** Rows are replaced, never changed: those that were handed out stay as they were. */
  private change(id: string, apply: (row: NotificationRow) => void): boolean {
    const index = this.rows.findIndex((row) => row.id === id);
    const found = this.rows[index];
    if (!found) return false;
    const copy = { ...found };
    apply(copy);
    this.rows[index] = copy;
    return true;
  }

  private isMuted(row: NotificationRow): boolean {
    return this.mutes.some((mute) => mute.entityType === row.entity_type && mute.entityId === row.entity_id);
  }

  private nextId(): string {
    this.created += 1;
    return `00000000-0000-4000-9000-${String(this.created).padStart(12, '0')}`;
  }

  private blank(createdAt: string): NotificationRow {
    const id = this.nextId();
    return {
      id,
      organisation_id: ORGANISATION_ID,
      user_id: 'memory',
      event_id: id,
      type: 'TEAM_ACTIVITY' as NotificationRow['type'],
      category: 'activity',
      severity: 'INFO',
      priority: 'normal',
      title: '',
      message: '',
      entity_type: null,
      entity_id: null,
      patient_id: null,
      team_id: null,
      link: null,
      is_read: false,
      read_at: null,
      clicked_at: null,
      seen_at: null,
      archived_at: null,
      snoozed_until: null,
      expires_at: null,
      retracted_at: null,
      coalesced: null,
      summary_of: null,
      created_at: createdAt,
    };
  }
}

type Position = Pick<NotificationRow, 'created_at' | 'id'>;

export function newestFirst(a: Position, b: Position): number {
  return b.created_at.localeCompare(a.created_at) || b.id.localeCompare(a.id);
}

const isPast = (instant: string | null, now: number) => instant !== null && Date.parse(instant) <= now;

function viewOf(row: NotificationRow, now: number): NotificationFilters['view'] {
  if (row.archived_at) return 'archived';
  return row.snoozed_until && !isPast(row.snoozed_until, now) ? 'snoozed' : 'inbox';
}

/** Without accents and case; every word has to be the beginning of one of the row's. */
function hasWords(row: NotificationRow, words: string[]): boolean {
  const own = searchWords(`${row.title} ${row.message}`);
  return words.every((word) => own.some((candidate) => candidate.startsWith(word)));
}

function searchWords(text: string): string[] {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}
