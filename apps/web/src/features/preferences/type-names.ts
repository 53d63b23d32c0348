import { notificationTypes, type Role } from '@cassius/contracts';

/** What the types are called that concern a role, for sentences about single ones. */
export const typeNamesFor = (role: Role): Record<string, string> =>
  Object.fromEntries(
    Object.values(notificationTypes)
      .filter(({ audience }) => (audience as readonly Role[]).includes(role))
      .map(({ name, texts }) => [name, texts.fr.title]),
  );
