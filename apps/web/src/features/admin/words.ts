import {
  type Category,
  categories,
  type NotificationType,
  type NotificationTypeDefinition,
  notificationTypes,
  type Role,
} from '@cassius/contracts';
import { preferencesFr } from '@cassius/react/preferences';

/** The vocabulary of the engine in French. */

export const roleNames: Record<Role, string> = {
  owner: 'Propriétaire',
  admin: 'Administrateur',
  practitioner: 'Praticien',
  assistant: 'Assistant',
  operator: 'Opérateur',
  client: 'Patient',
};

export const frequencyNames = preferencesFr.frequencies;

export const categoryName = (category: Category): string => preferencesFr.categories[category].name;

type Definition = NotificationTypeDefinition<NotificationType>;
const definitions = Object.values(notificationTypes) as Definition[];

/** @returns undefined for a type that this version does not know */
export const definitionOf = (type: string): Definition | undefined =>
  definitions.find(({ name }) => name === type);

/** A type as its notifications are titled; its code when this version does not know it. */
export const typeName = (type: string): string => definitionOf(type)?.texts.fr.title ?? type;

/** Types that an event may have, by category, each by its French title; those that only the engine makes are left out. */
export const typesByCategory = categories
  .map((category) => ({
    category,
    name: categoryName(category),
    types: definitions
      .filter((type) => type.category === category && type.internal !== true)
      .sort((a, b) => a.texts.fr.title.localeCompare(b.texts.fr.title, 'fr')),
  }))
  .filter(({ types }) => types.length > 0);
