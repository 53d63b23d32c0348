import type { NotificationsRealtime, RealtimeSource } from './realtime.ts';
import { createSocket } from './socket.ts';
import { joinTabs } from './tabs.ts';

/**
 * Live updates for a provider, over one connection for all tabs of a browser. Make it once, not at each render.
 *
 * @param source `supabase.realtime`, or where to get one when it is needed
 * @param project tells apart two back ends behind one origin, whose tabs must not share a connection
 */
export function connectRealtime(source: RealtimeSource, project = ''): NotificationsRealtime {
  return ({ userId, hear }) =>
    joinTabs({
      name: `cassius-notifications ${project} ${userId}`,
      open: (tell) => createSocket({ realtime: source, userId, tell }),
      hear,
    });
}
