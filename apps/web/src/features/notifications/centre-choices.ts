import { type Category, categories, notificationTypes, type Priority } from '@cassius/contracts';
import { fr } from '@cassius/react';

/** What the notification centre can be narrowed to, each by its name for the reader. Made on the server. */
export interface CentreChoices {
  categories: { category: Category; name: string; types: { type: string; name: string }[] }[];
  priorities: { priority: Priority; name: string }[];
  organisations: { id: string; name: string }[];
}

const PRIORITIES: CentreChoices['priorities'] = [
  { priority: 'critical', name: 'Critique' },
  { priority: 'high', name: 'Haute' },
  { priority: 'normal', name: 'Normale' },
  { priority: 'low', name: 'Basse' },
];

const types = Object.values(notificationTypes);

/** @param organisations those of the visitor */
export const centreChoices = (organisations: { id: string; name: string }[]): CentreChoices => ({
  categories: categories.map((category) => ({
    category,
    name: fr.tabs[category],
    types: types
      .filter((type) => type.category === category)
      .map(({ name, texts }) => ({ type: name, name: texts.fr.title }))
      .sort((a, b) => a.name.localeCompare(b.name, 'fr')),
  })),
  priorities: PRIORITIES,
  organisations: organisations.map(({ id, name }) => ({ id, name })),
});
