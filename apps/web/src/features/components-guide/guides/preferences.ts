import type { NotificationPreferencesProps } from '@cassius/react/preferences';
import type { ComponentPropsWithoutRef } from 'react';
import type { Guide, OwnProps } from '../guide.ts';

const props: OwnProps<NotificationPreferencesProps, ComponentPropsWithoutRef<'section'>> = {
  organisationId: 'L’établissement dont ce sont les préférences.',
  headingLevel: 'Le niveau du titre dans la page (2 par défaut).',
  typeNames: 'Comment s’appellent les types, pour les phrases qui en citent un.',
  initialData: 'Ce que le serveur a déjà lu, pour commencer sans attente.',
};

export const preferences: Guide = {
  title: 'NotificationPreferences',
  summary:
    'Ce dont on veut être prévenu, par quel canal, à quel rythme et à quelles heures, dans un établissement. Chaque choix est enregistré aussitôt.',
  tryThis: [
    'Changez un choix : il est enregistré, et une phrase le dit.',
    'Ce qui est obligatoire ou imposé par l’établissement est montré comme tel, avec sa raison.',
    'Rétablissez le sujet en sourdine, au bas de la page.',
  ],
  props,
};
