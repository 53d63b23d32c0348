import type { ComponentPropsWithoutRef } from 'react';
import { useNotificationsContext } from '../../hooks/context.ts';

interface InboxStateProps extends ComponentPropsWithoutRef<'div'> {
  title: string;
}

/** In place of the list, when there is nothing to list. */
export function InboxState({ title, children, ...props }: InboxStateProps) {
  return (
    <div className="cn-empty" {...props}>
      <span className="cn-empty-icon" />
      <p className="cn-empty-title">{title}</p>
      {children}
    </div>
  );
}

/** `compact` above rows that are still worth reading, otherwise in place of them. */
export function InboxError({ compact, onRetry }: { compact: boolean; onRetry: () => void }) {
  const { messages } = useNotificationsContext().translator;
  return (
    <InboxState
      role="alert"
      className={compact ? 'cn-note cn-note-error' : 'cn-empty cn-empty-error'}
      title={messages.error}
    >
      <button type="button" className={compact ? 'cn-text-button' : 'cn-button'} onClick={onRetry}>
        {messages.retry}
      </button>
    </InboxState>
  );
}
