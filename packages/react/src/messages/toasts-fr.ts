import type { ToastMessages } from './messages.ts';

/** French, the default. */
export const toastsFr: ToastMessages = { region: 'Nouvelles notifications', open: 'Voir' };
