const bell = "export { NotificationBell, NotificationsProvider } from '@cassius/react';";
const live = "export * from '@cassius/react/realtime';";
const http = "export * from '@cassius/react/http';";

/** What an application imports of this package, from all of it to as little as is useful. */
export const ownImports = {
  'everything of the index': "export * from '@cassius/react';",
  'the bell with its inbox': bell,
  'the bell with its inbox, live and connected over HTTP': `${bell} ${live} ${http}`,
  'the hooks of the list and the count':
    "export { NotificationsProvider, useNotifications, useUnreadCount } from '@cassius/react';",
  'the preferences': "export * from '@cassius/react/preferences';",
  'the index and the preferences':
    "export * from '@cassius/react'; export * from '@cassius/react/preferences';",
  '/realtime': live,
  '/toaster': "export * from '@cassius/react/toaster';",
  '/http': http,
  '/supabase': "export * from '@cassius/react/supabase';",
  '/en': "export * from '@cassius/react/en';",
  '/memory': "export * from '@cassius/react/memory';",
};

/** The bell and all that it needs to run, also what an application may have anyway: as the others ship theirs. */
export const ownWhole = `${bell} ${live} ${http}
  export { QueryClient, QueryClientProvider } from '@tanstack/react-query';
  export { RealtimeClient } from '@supabase/realtime-js';`;
