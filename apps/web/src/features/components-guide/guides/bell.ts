import type { NotificationBellProps } from '@cassius/react';
import type { ComponentPropsWithoutRef } from 'react';
import type { Guide, OwnProps } from '../guide.ts';

const props: OwnProps<NotificationBellProps, ComponentPropsWithoutRef<'button'>> = {
  inboxHref: 'Ajoute au pied de la liste un lien vers la page de toutes les notifications.',
  preferencesHref: 'Ajoute un lien vers les préférences.',
  icon: 'Remplace le dessin de la cloche.',
  inbox: 'Les réglages de la liste (voir NotificationInbox).',
  renderInbox: 'Remplace le contenu du panneau : reçoit la liste et de quoi fermer.',
  onNavigate: 'Comme sur le contexte, pour cette cloche seule.',
  linkComponent: 'Comme sur le contexte, pour cette cloche seule.',
};

export const bell: Guide = {
  title: 'NotificationBell',
  summary:
    'Un bouton avec le nombre exact de notifications non lues (« 99+ » au-delà), et la liste dans un panneau qui s’ouvre au premier plan.',
  tryThis: [
    'Ouvrez le panneau à la souris ou avec Entrée, fermez-le avec Échap : le focus revient sur la cloche.',
    'Recevez une notification : le compteur suit, et un lecteur d’écran l’annonce.',
    'Ouvrir marque comme vu ; cliquer une notification la marque comme lue.',
  ],
  props,
};
