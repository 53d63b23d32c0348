import type { NotificationPriority, NotificationRow } from './types.ts';

/** Which notifications to list. Every filter is optional; together they narrow. */
export interface NotificationFilters {
  type?: string;
  priority?: NotificationPriority;
  isRead?: boolean;
  /** Words to find in the title or the message. */
  q?: string;
}

/** One keyset page to fetch. */
export interface ListParams extends NotificationFilters {
  /** Rows a page, 1-100. */
  limit?: number;
  /** `nextCursor` of the page before; absent for the first page. */
  cursor?: string;
  organisationId?: string;
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

export interface RequestOptions {
  signal?: AbortSignal;
}

/**
 * Where notifications are read and written. The hooks know this contract and nothing of transport.
 * Every method rejects with a `NotificationsApiError`; every write is idempotent.
 */
export interface NotificationsApi {
  list(params?: ListParams, options?: RequestOptions): Promise<NotificationPage>;
  /** Exact number of unread notifications. */
  unreadCount(scope?: OrganisationScope, options?: RequestOptions): Promise<number>;
  markRead(id: string): Promise<void>;
  /** Resolves to the number of rows that were unread. */
  markAllRead(scope?: OrganisationScope): Promise<number>;
  /** Records that these rows, at most 100, were shown to the user; it does not mark them read. */
  markSeen(ids: string[]): Promise<void>;
  /** Takes the notification out of every list. */
  archive(id: string): Promise<void>;
}

/** What any adapter throws: the server's code and, for bad input, the field it names. */
export class NotificationsApiError extends Error {
  override readonly name = 'NotificationsApiError';
  readonly code: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly field: string | undefined;

  constructor(message: string, details: { code: string; status: number; field?: string; cause?: unknown }) {
    super(message, { cause: details.cause });
    this.code = details.code;
    this.status = details.status;
    this.field = details.field;
  }
}
