import type { ComponentType, MouseEvent, ReactNode } from 'react';
import {
  type LinkComponentProps,
  type NavigationProps,
  useNotificationsContext,
} from '../../hooks/context.ts';

interface ActionLinkProps extends NavigationProps {
  href: string;
  className?: string;
  /** Whatever way the link is followed: here, in a new tab, with the middle button. */
  onFollow?: ((event: MouseEvent) => void) | undefined;
  children?: ReactNode;
  'aria-label'?: string;
  title?: string;
}

/** A real link, so that it can be opened in a new tab, whose plain click may go through a client-side router. */
export function ActionLink({ href, onFollow, onNavigate, linkComponent, ...props }: ActionLinkProps) {
  const context = useNotificationsContext();
  const navigate = onNavigate ?? context.onNavigate;
  const Link: ComponentType<LinkComponentProps> | 'a' = linkComponent ?? context.linkComponent ?? 'a';
  return (
    <Link
      {...props}
      href={href}
      onClick={(event) => {
        onFollow?.(event);
        if (!navigate || event.defaultPrevented || !isPlainClick(event)) return;
        event.preventDefault();
        navigate(href, event);
      }}
      onAuxClick={(event) => {
        if (event.button === 1) onFollow?.(event);
      }}
    />
  );
}

function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}
