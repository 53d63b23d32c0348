import type { NotificationToasterProps } from '@cassius/react/toaster';
import type { ComponentPropsWithoutRef } from 'react';
import type { Guide, OwnProps } from '../guide.ts';

const props: OwnProps<NotificationToasterProps, ComponentPropsWithoutRef<'section'>> = {
  max: 'Combien de bulles à la fois (3 par défaut).',
  durationMs: 'Combien de temps une bulle reste, en millisecondes (8 000 par défaut).',
  onNavigate: 'Comme sur le contexte, pour ces bulles seules.',
  linkComponent: 'Comme sur le contexte, pour ces bulles seules.',
};

export const toaster: Guide = {
  title: 'NotificationToaster',
  summary:
    'Montre un moment, dans un coin, ce qui vient d’arriver. Une alerte critique est annoncée aussitôt et reste jusqu’à ce qu’on s’en occupe.',
  tryThis: [
    'Recevez une note, et gardez le pointeur ou le focus dessus : son temps s’arrête.',
    'Recevez-en quatre : les trois plus récentes restent.',
  ],
  props,
};
