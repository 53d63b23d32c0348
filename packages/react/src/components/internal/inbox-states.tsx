import { useNotificationsContext } from '../../hooks/context.ts';
import { BellIcon, SeverityIcon } from './icons.tsx';

/** Placeholder rows with the size of real ones, so that nothing jumps when these arrive. */
export function InboxSkeleton() {
  const { messages } = useNotificationsContext().translator;
  return (
    <div className="cn-skeleton">
      <p role="status" className="cn-visually-hidden">
        {messages.loading}
      </p>
      {['1', '2', '3', '4'].map((row) => (
        <div key={row} className="cn-skeleton-row" aria-hidden="true">
          <span className="cn-skeleton-icon" />
          <span className="cn-skeleton-lines" />
        </div>
      ))}
    </div>
  );
}

export function EmptyInbox() {
  const { messages } = useNotificationsContext().translator;
  return (
    <div className="cn-empty">
      <span className="cn-empty-icon">
        <BellIcon />
      </span>
      <p className="cn-empty-title">{messages.empty}</p>
      <p className="cn-empty-hint">{messages.emptyHint}</p>
    </div>
  );
}

/** `compact` above rows that are still worth reading, otherwise in place of them. */
export function InboxError({ compact, onRetry }: { compact: boolean; onRetry: () => void }) {
  const { messages } = useNotificationsContext().translator;
  return (
    <div role="alert" className={compact ? 'cn-note cn-note-error' : 'cn-empty'}>
      {!compact && (
        <span className="cn-empty-icon cn-empty-icon-error">
          <SeverityIcon severity="WARNING" />
        </span>
      )}
      <p className={compact ? 'cn-note-text' : 'cn-empty-title'}>{messages.error}</p>
      <button type="button" className={compact ? 'cn-text-button' : 'cn-button'} onClick={onRetry}>
        {messages.retry}
      </button>
    </div>
  );
}
