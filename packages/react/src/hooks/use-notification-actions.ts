'use client';

import { useMemo, useRef, useState } from 'react';
import type { NotificationChange, UnreadScope } from '../store/api.ts';
import { changeRow, inverse, isChanged } from '../store/rows.ts';
import type { NotificationRow } from '../store/types.ts';
import { useNotificationsContext } from './context.ts';

/** What can still be taken back: the last action of this component, and how many notifications it changed. */
export interface UndoableAction {
  kind: 'read' | 'unread' | 'archived' | 'restored' | 'snoozed' | 'woken' | 'muted' | 'allRead';
  count: number;
}

/** Every action shows at once in lists and counts, and is put back when the server refuses it. */
export interface NotificationActions {
  /** The user followed it: read, and counted as clicked. Nothing to undo. */
  click: (row: NotificationRow) => void;
  markRead: (rows: NotificationRow[]) => void;
  markUnread: (rows: NotificationRow[]) => void;
  archive: (rows: NotificationRow[]) => void;
  /** Back from the archive. */
  restore: (rows: NotificationRow[]) => void;
  /** Out of the inbox until then, when it is listed again where it was. */
  snooze: (rows: NotificationRow[], until: Date) => void;
  unsnooze: (rows: NotificationRow[]) => void;
  /** Nothing more about its subject; a row without a subject is left alone. */
  mute: (row: NotificationRow) => void;
  /** Lifts a mute by its id. */
  unmute: (muteId: string) => void;
  /** Everything unread in the provider's organisation (or in this one), loaded here or not. */
  markAllRead: (scope?: UnreadScope) => void;
  undoable: UndoableAction | null;
  /** Takes the undoable action back. */
  undo: () => void;
  /** The offer to undo is over. */
  dismissUndo: () => void;
  /** The last action, or an undo, was refused and put back. */
  failed: boolean;
}

interface Offer extends UndoableAction {
  undo: () => Promise<unknown>;
}

/** What a user can do with notifications. `undoable` and `failed` are of this call of the hook alone. */
export function useNotificationActions(): NotificationActions {
  const { api, store, scope } = useNotificationsContext();
  const { organisationId } = scope;
  const [undoable, setUndoable] = useState<Offer | null>(null);
  const [failed, setFailed] = useState(false);
  const latest = useRef<Offer | null>(null);

  const actions = useMemo(() => {
    const offer = (offered: Offer | null) => {
      latest.current = offered;
      setUndoable(offered);
    };

    async function attempt(action: () => Promise<unknown>, offered?: Offer) {
      setFailed(false);
      try {
        await action();
      } catch {
        // The reason is in the network panel; the user sees that it was put back, and what failed needs no undo.
        setFailed(true);
        if (offered && latest.current === offered) offer(null);
      }
    }

    /** For what can be taken back only once the server has answered, when something else may have been done since. */
    function offerLater(action: () => Promise<Offer>) {
      const begun = latest.current;
      void attempt(async () => {
        const offered = await action();
        if (latest.current === begun) offer(offered);
      });
    }

    function changeAll(kind: UndoableAction['kind'], rows: NotificationRow[], change: NotificationChange) {
      const now = new Date().toISOString();
      // One write back for all rows that were alike.
      const back = new Map<string, NotificationRow[]>();
      const concerned = rows.filter((row) => {
        const changed = changeRow(row, change, now);
        if (!isChanged(row, changed)) return false;
        const key = JSON.stringify(inverse(row, change));
        back.set(key, [...(back.get(key) ?? []), changed]);
        return true;
      });
      if (concerned.length === 0) return;
      const undo = () => Promise.all([...back].map(([key, some]) => store.update(some, JSON.parse(key))));
      const offered = { kind, count: concerned.length, undo };
      offer(offered);
      void attempt(() => store.update(concerned, change), offered);
    }

    return {
      click: (row: NotificationRow) => void attempt(() => store.click(row)),
      markRead: (rows: NotificationRow[]) => changeAll('read', rows, { isRead: true }),
      markUnread: (rows: NotificationRow[]) => changeAll('unread', rows, { isRead: false }),
      archive: (rows: NotificationRow[]) => changeAll('archived', rows, { archived: true }),
      restore: (rows: NotificationRow[]) => changeAll('restored', rows, { archived: false }),
      snooze: (rows: NotificationRow[], until: Date) =>
        changeAll('snoozed', rows, { snoozedUntil: until.toISOString() }),
      unsnooze: (rows: NotificationRow[]) => changeAll('woken', rows, { snoozedUntil: null }),
      mute({ organisation_id, entity_type, entity_id }: NotificationRow) {
        if (!entity_type || !entity_id) return;
        const target = { organisationId: organisation_id, entityType: entity_type, entityId: entity_id };
        offerLater(async () => {
          const { id } = await api.mute(target);
          return { kind: 'muted', count: 1, undo: () => api.unmute(id) };
        });
      },
      unmute: (muteId: string) => void attempt(() => api.unmute(muteId)),
      markAllRead(wanted: UnreadScope = {}) {
        offerLater(async () => {
          const { updated, undo } = await store.markAllRead({
            ...wanted,
            organisationId: wanted.organisationId ?? organisationId,
          });
          return { kind: 'allRead', count: updated, undo };
        });
      },
      undo() {
        const offered = latest.current;
        offer(null);
        if (offered) void attempt(offered.undo);
      },
      dismissUndo: () => offer(null),
    };
  }, [api, store, organisationId]);

  return { ...actions, undoable, failed };
}
