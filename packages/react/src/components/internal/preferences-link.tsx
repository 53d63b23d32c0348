import { type NavigationProps, useNotificationsContext } from '../../hooks/context.ts';
import { ActionLink } from './action-link.tsx';

interface PreferencesLinkProps extends NavigationProps {
  href: string | undefined;
  onFollow?: () => void;
}

/** Nothing without an address. */
export function PreferencesLink({ href, ...props }: PreferencesLinkProps) {
  const { preferencesLink } = useNotificationsContext().translator.messages;
  return href ? (
    <ActionLink
      {...props}
      href={href}
      className="cn-icon-button cn-settings"
      aria-label={preferencesLink}
      title={preferencesLink}
    />
  ) : null;
}
