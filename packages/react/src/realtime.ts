export { connectRealtime } from './store/connect-realtime.ts';
export type {
  NotificationsRealtime,
  RealtimeConnection,
  RealtimeConnectionChannel,
  RealtimeSource,
} from './store/realtime.ts';
