import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** Someone wrote to the person. What they wrote stays in the conversation. */
export const messageReceived = defineType({
  name: 'MESSAGE_RECEIVED',
  alias: 'message',
  category: 'messages',
  severity: 'INFO',
  priority: 'normal',
  audience: ['operator', 'client'],
  tellsActor: false,
  entity: 'message',
  defaults: { inApp: true, email: true, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({ from: z.string().max(80) }).partial(),
  variables: { inApp: ['from'] },
  links: [],
  texts: {
    fr: {
      title: 'Nouveau message',
      messages: ['Nouveau message de {from}.', 'Vous avez un nouveau message.'],
    },
    en: { title: 'New message', messages: ['New message from {from}.', 'You have a new message.'] },
  },
  digest: {
    fr: { one: 'nouveau message', other: 'nouveaux messages' },
    en: { one: 'new message', other: 'new messages' },
  },
});
