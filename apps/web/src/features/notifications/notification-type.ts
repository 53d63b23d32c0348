import { type NotificationType, notificationTypes, type TypeAlias, typeAliases } from '@cassius/contracts';
import { z } from 'zod';

const names = Object.keys(notificationTypes) as [NotificationType, ...NotificationType[]];
const aliases = Object.keys(typeAliases) as TypeAlias[];

const isAlias = (name: string): name is TypeAlias => Object.hasOwn(typeAliases, name);

/** A type that the engine knows, by its name or its alias, as it stands in a query string. Parses to the name. */
export const notificationType = z
  .enum([...names, ...aliases], `must be one of ${names.join(', ')}`)
  .meta({ id: 'NotificationType', description: 'A notification type, or its alias.' })
  .transform((name): NotificationType => (isAlias(name) ? typeAliases[name] : name));
