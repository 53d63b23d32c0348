import type * as library from '@cassius/react';
import type * as preferences from '@cassius/react/preferences';
import type * as toaster from '@cassius/react/toaster';
import type { Guide } from '../guide.ts';

type Hook = Extract<keyof typeof library | keyof typeof preferences | keyof typeof toaster, `use${string}`>;

const hooks: Record<Hook, string> = {
  useNotifications: 'Une liste filtrée, page après page, tenue à jour.',
  useUnreadCount: 'Le nombre exact de non lues, en tout, d’un établissement ou d’une catégorie.',
  useUnreadCounts: 'Les mêmes nombres, par catégorie et par établissement, en une seule requête.',
  useNotificationActions:
    'Lire, archiver, reporter, mettre en sourdine, tout marquer comme lu, et annuler. Chaque action se voit aussitôt.',
  useMarkSeen: 'Note ce qui a été montré.',
  useNotificationToasts: 'Ce qui vient d’arriver, avec son minuteur.',
  useNotificationPreferences: 'Les préférences d’un établissement, et de quoi les changer.',
  useNotificationsContext: 'Ce que le contexte porte : de quoi écrire un composant de plus.',
  useConnectionStatus: 'En direct, en connexion, en relecture lente ou hors ligne.',
};

export const hooksGuide: Guide = {
  title: 'Hooks',
  summary:
    'Tout ce que font les composants, sans leur apparence : les mêmes listes, compteurs et actions, pour vos propres éléments.',
  tryThis: [
    'Marquez comme lue, archivez, annulez : la liste et le nombre suivent aussitôt.',
    'Chargez la suite.',
  ],
  props: hooks,
};
