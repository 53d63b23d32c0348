import type { NotificationsProviderProps } from '@cassius/react';
import type { Guide, OwnProps } from '../guide.ts';

const props: OwnProps<NotificationsProviderProps, { children?: unknown }> = {
  userId: 'La personne connectée.',
  api: 'Où lire et écrire : createHttpApi(), createSupabaseApi() ou createMemoryApi(). Gardez le même objet d’un rendu à l’autre.',
  preferencesApi: 'Où sont les préférences, quand « api » ne les a pas.',
  realtime:
    'connectRealtime(supabase.realtime) de @cassius/react/realtime : une connexion pour tous les onglets. Sans elle, une relecture lente.',
  organisationId: 'Ne montre et ne compte qu’un seul établissement.',
  words: 'Tous les mots d’une langue. Français par défaut, anglais dans @cassius/react/en.',
  messages: 'Des mots à remplacer, à n’importe quelle profondeur.',
  locale: 'La langue des dates, des nombres et des pluriels, si ce n’est pas celle des mots.',
  timeZone: 'Le fuseau horaire des dates et des jours, si ce n’est pas celui du navigateur.',
  onNavigate: 'Reçoit les clics simples sur les liens, par exemple router.push.',
  linkComponent: 'Le lien de votre routeur, par exemple next/link.',
};

export const provider: Guide = {
  title: 'NotificationsProvider',
  summary:
    'Relie tout ce qu’il entoure aux notifications d’une personne. Il porte les mots, la navigation et la connexion ; il en faut un par page.',
  tryThis: [
    'Les mots sont anglais, et le titre est remplacé.',
    'Le thème est sombre par data-theme, les couleurs et les coins viennent de variables CSS.',
    'Le lien du pied de la liste ne quitte pas la page : onNavigate l’a reçu.',
  ],
  props,
};
