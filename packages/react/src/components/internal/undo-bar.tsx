import { useEffect, useRef } from 'react';
import { useNotificationsContext } from '../../hooks/context.ts';
import type { NotificationActions } from '../../hooks/use-notification-actions.ts';

const OFFERED_MS = 10_000;

interface UndoBarProps {
  actions: NotificationActions;
  onUndo: () => void;
}

/**
 * Says what was done and offers to take it back, for a while and for as long as the pointer or the focus is on it; or
 * that it was refused. It stays in sight, however long the list.
 */
export function UndoBar({ actions: { undoable, dismissUndo, failed }, onUndo }: UndoBarProps) {
  const { messages, plural } = useNotificationsContext().translator;
  const region = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!undoable) return;
    const timer = setInterval(
      () => region.current?.matches(':hover, :focus-within') || dismissUndo(),
      OFFERED_MS,
    );
    return () => clearInterval(timer);
  }, [undoable, dismissUndo]);

  return (
    // It is there before it has something to say: a region that arrives full is not read out.
    <div ref={region} role="status" className="cn-inbox-outcome">
      {failed && <p className="cn-note cn-note-error">{messages.actionFailed}</p>}
      {undoable && (
        <div className="cn-undo">
          {plural(messages.done[undoable.kind === 'allRead' ? 'read' : undoable.kind], undoable.count)}
          <button type="button" className="cn-text-button" onClick={onUndo}>
            {messages.undo}
          </button>
        </div>
      )}
    </div>
  );
}
