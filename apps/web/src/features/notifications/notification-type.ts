import { type NotificationType, notificationTypes } from '@cassius/contracts';
import { z } from 'zod';

const names = Object.keys(notificationTypes) as [NotificationType, ...NotificationType[]];

/** A type that the engine knows, as it stands in a query string. */
export const notificationType = z.enum(names, `must be one of ${names.join(', ')}`);
