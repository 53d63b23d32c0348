import type { NotificationItemProps } from '@cassius/react';
import type { ComponentPropsWithoutRef } from 'react';
import type { Guide, OwnProps } from '../guide.ts';

const props: OwnProps<NotificationItemProps, ComponentPropsWithoutRef<'li'>> = {
  notification: 'La ligne à montrer.',
  onActivate: 'Elle a été suivie, qu’elle ait un lien ou non.',
  onAction: 'Ajoute le menu ; reçoit l’action choisie et, pour un report, la date.',
  body: 'Remplace le titre et le message.',
  count: 'Sur combien de notifications le menu agit (1 par défaut).',
  onNavigate: 'Comme sur le contexte, pour cet élément seul.',
  linkComponent: 'Comme sur le contexte, pour cet élément seul.',
};

export const item: Guide = {
  title: 'NotificationItem',
  summary:
    'Une notification : un lien quand elle mène quelque part, un bouton sinon. La gravité et la priorité sont dites par une icône et par un mot, jamais par la seule couleur.',
  tryThis: [
    'Ouvrez un menu, puis parcourez-le avec les flèches, Origine, Fin ou une lettre.',
    'Survolez une date : elle est donnée en entier.',
  ],
  props,
};
