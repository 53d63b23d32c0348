export { NotificationToaster, type NotificationToasterProps } from './components/notification-toaster.tsx';
export {
  type UseNotificationToastsOptions,
  type UseNotificationToastsResult,
  useNotificationToasts,
} from './hooks/use-notification-toasts.ts';
