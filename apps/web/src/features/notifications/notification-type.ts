import { type NotificationType, notificationTypes, typeAliases } from '@cassius/contracts';
import { z } from 'zod';

const names = Object.keys(notificationTypes) as [NotificationType, ...NotificationType[]];
const aliases: ReadonlyMap<unknown, NotificationType> = new Map(Object.entries(typeAliases));

/** A type that the engine knows, by its name or its alias, as it stands in a query string. Parses to the name. */
export const notificationType = z.preprocess(
  (given) => aliases.get(given) ?? given,
  z.enum(names, `must be one of ${names.join(', ')}`),
);
