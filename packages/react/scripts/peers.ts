/** What others ship for the same: a bell with an inbox behind it, connected to their service. */
export interface Peer {
  name: string;
  /** What is installed, each pinned. */
  packages: Record<string, string>;
  /** A bell, its inbox and the connection. */
  bell: string;
}

export const peers: Peer[] = [
  {
    name: '@novu/react',
    packages: { '@novu/react': '3.19.2' },
    bell: "export { Inbox } from '@novu/react';",
  },
  {
    name: '@knocklabs/react',
    packages: { '@knocklabs/react': '0.12.1' },
    bell: `export {
      KnockFeedProvider, KnockProvider, NotificationFeedPopover, NotificationIconButton,
    } from '@knocklabs/react';`,
  },
  {
    name: '@trycourier/courier-react',
    packages: { '@trycourier/courier-react': '9.2.2' },
    bell: "export { CourierInboxPopupMenu, useCourier } from '@trycourier/courier-react';",
  },
  {
    name: '@liveblocks/react-ui',
    packages: {
      '@liveblocks/client': '3.24.2',
      '@liveblocks/react': '3.24.2',
      '@liveblocks/react-ui': '3.24.2',
    },
    bell: `export { InboxNotification, InboxNotificationList } from '@liveblocks/react-ui';
      export {
        LiveblocksProvider, useInboxNotifications, useUnreadInboxNotificationsCount,
      } from '@liveblocks/react';`,
  },
];
