import type { NotificationInboxProps } from '@cassius/react';
import type { ComponentPropsWithoutRef } from 'react';
import type { Guide, OwnProps } from '../guide.ts';

const props: OwnProps<NotificationInboxProps, ComponentPropsWithoutRef<'section'>> = {
  filters: 'Ne liste que ce type, cette catégorie, cette priorité, cet état, cet établissement ou cette vue.',
  onFiltersChange: 'Un onglet ou une recherche a été choisi ; avec cette fonction, « filters » fait foi.',
  pageSize: 'Combien de notifications à la fois, de 1 à 100 (20 par défaut).',
  tabs: 'Un onglet par catégorie, avec son nombre de non lues, après « Toutes ».',
  search: 'Un champ de recherche, sans égard aux accents.',
  toolbar: 'D’autres commandes, avant la liste.',
  group: 'Replie quatre notifications semblables de suite, ou plus (oui par défaut).',
  renderers: 'Ce que disent les notifications, type par type.',
  renderItem: 'Remplace ou entoure un élément de la liste.',
  renderEmpty: 'Remplace ce qui est dit quand la liste est vide.',
  headingLevel: 'Le niveau du titre dans la page (2 par défaut).',
  titleId: 'L’identifiant du titre, pour un aria-labelledby.',
  preferencesHref: 'Ajoute un lien vers les préférences.',
  onActivate: 'Une notification a été suivie.',
  actions: 'D’autres boutons dans l’en-tête.',
  footer: 'Ce qui se place sous la liste.',
  onNavigate: 'Comme sur le contexte, pour cette liste seule.',
  linkComponent: 'Comme sur le contexte, pour cette liste seule.',
};

export const inbox: Guide = {
  title: 'NotificationInbox',
  summary:
    'La liste : onglets, recherche, regroupement, menu de chaque notification, annulation. Elle reste fluide avec dix mille lignes et ne saute pas quand il en arrive.',
  tryThis: [
    'Cherchez « echec », sans accent.',
    'Ouvrez le menu d’une notification : non lue, reporter, ne plus en parler, archiver ; puis annulez.',
    'Gardez le pointeur sur la liste et recevez une alerte : elle attend derrière un bouton.',
  ],
  props,
};
