import type { ReactNode, SVGProps } from 'react';
import type { NotificationSeverity } from '../../store/types.ts';

/** Decorative: the text beside an icon says what it means. */
function Icon({ children, ...props }: SVGProps<SVGSVGElement> & { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width="1em"
      height="1em"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      {...props}
    >
      {children}
    </svg>
  );
}

export const BellIcon = () => (
  <Icon>
    <path d="M6 9.5a6 6 0 0 1 12 0c0 5 2 6.5 2 6.5H4s2-1.5 2-6.5Z" />
    <path d="M10 19.5a2.2 2.2 0 0 0 4 0" />
  </Icon>
);

export const CloseIcon = () => (
  <Icon>
    <path d="m6.5 6.5 11 11m0-11-11 11" />
  </Icon>
);

export const ArchiveIcon = () => (
  <Icon>
    <path d="M4 5h16v4H4zM5.5 9v10h13V9M10 13h4" />
  </Icon>
);

export const SettingsIcon = () => (
  <Icon>
    <path d="M4 8h9m5 0h2M4 16h2m5 0h9" />
    <circle cx="15.5" cy="8" r="2.2" />
    <circle cx="8.5" cy="16" r="2.2" />
  </Icon>
);

export const CheckAllIcon = () => (
  <Icon>
    <path d="m2.5 12.5 4.5 4.5 9-10M12 16.5l.5.5 9-10" />
  </Icon>
);

export const ArrowUpIcon = () => (
  <Icon>
    <path d="M12 19V5m-6 6 6-6 6 6" />
  </Icon>
);

/** One shape a severity, so that colour is never alone: octagon, triangle, circle. */
export function SeverityIcon({ severity }: { severity: NotificationSeverity }) {
  if (severity === 'CRITICAL') {
    return (
      <Icon>
        <path d="M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3ZM12 7.5v5.5m0 3.2v.1" />
      </Icon>
    );
  }
  if (severity === 'WARNING') {
    return (
      <Icon>
        <path d="M12 3.8 2.5 20h19ZM12 10v4.5m0 2.7v.1" />
      </Icon>
    );
  }
  return (
    <Icon>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 11v5.5m0-9v.1" />
    </Icon>
  );
}
