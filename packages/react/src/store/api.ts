import type { NotificationCategory, NotificationPriority, NotificationRow } from './types.ts';

/** What is to be dealt with, what comes back later, and what was put away. */
export type NotificationView = 'inbox' | 'snoozed' | 'archived';

/** Which notifications to list. Every filter is optional; together they narrow. */
export interface NotificationFilters {
  type?: string;
  category?: NotificationCategory;
  priority?: NotificationPriority;
  isRead?: boolean;
  /** Words to find in the title or the message, in any order; accents and case are ignored. */
  q?: string;
  /** Default `inbox`. */
  view?: NotificationView;
  /** Narrows further than the provider does. */
  organisationId?: string;
}

/** One keyset page to fetch. */
export interface ListParams extends NotificationFilters {
  /** Rows a page, 1-100. */
  limit?: number;
  /** `nextCursor` of the page before; absent for the first page. */
  cursor?: string | undefined;
  /** A cursor: only rows down to and including the one that it was made of. */
  until?: string | undefined;
}

/** A page of notifications, newest first. */
export interface NotificationPage {
  notifications: NotificationRow[];
  /** Opaque; null on the last page. */
  nextCursor: string | null;
}

export interface OrganisationScope {
  /** Absent = every organisation of the user. */
  organisationId?: string;
}

export interface UnreadScope extends OrganisationScope {
  /** Absent = every category. */
  category?: NotificationCategory;
}

/** Exact numbers of unread notifications in the inbox. */
export interface UnreadCounts {
  total: number;
  /** One entry an organisation and category with something unread. */
  counts: { organisationId: string; category: NotificationCategory; count: number }[];
}

/** What a user can change about a notification; what is absent stays. */
export interface NotificationChange {
  isRead?: boolean;
  archived?: boolean;
  /** An ISO instant; null brings it back at once. */
  snoozedUntil?: string | null;
}

/** The subject of a notification, such as one implant, in one organisation. */
export interface MuteTarget {
  organisationId: string;
  entityType: string;
  entityId: string;
}

export interface RequestOptions {
  signal?: AbortSignal;
}

/**
 * Where notifications are read and written. The hooks know this contract and nothing of transport.
 * Every method rejects with a `NotificationsApiError`; every write is idempotent.
 */
export interface NotificationsApi {
  /** Always newest first. */
  list(params?: ListParams, options?: RequestOptions): Promise<NotificationPage>;
  unread(scope?: OrganisationScope, options?: RequestOptions): Promise<UnreadCounts>;
  /** Any number of ids. One that is not the user's is refused when alone, and passed over among others. */
  update(ids: string[], change: NotificationChange): Promise<void>;
  /** Marks it read and records that it was followed. */
  click(id: string): Promise<void>;
  /** Resolves to how many were unread, and the ids of the newest 1,000 of them. */
  markAllRead(scope?: UnreadScope): Promise<{ updated: number; ids: string[] }>;
  /** Records that these rows, at most 100, were shown to the user; it does not mark them read. */
  markSeen(ids: string[]): Promise<void>;
  /** Nothing more about this subject; resolves to the id by which to lift it. */
  mute(target: MuteTarget): Promise<{ id: string }>;
  unmute(id: string): Promise<void>;
}

/** What any adapter throws: the server's code and, for bad input, the field it names. */
export class NotificationsApiError extends Error {
  override readonly name = 'NotificationsApiError';
  declare readonly code: string;
  /** HTTP status; 0 when no answer came. */
  declare readonly status: number;
  declare readonly field: string | undefined;

  constructor(message: string, details: { code: string; status: number; field?: string; cause?: unknown }) {
    super(message, details);
    this.code = details.code;
    this.status = details.status;
    this.field = details.field;
  }
}
