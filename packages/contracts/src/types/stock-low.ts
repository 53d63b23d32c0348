import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** Few are left of something that the practice keeps. Told once a day for each item, however often it is counted. */
export const stockLow = defineType({
  name: 'STOCK_LOW',
  category: 'alerts',
  severity: 'WARNING',
  priority: 'normal',
  audience: ['owner', 'admin', 'assistant'],
  tellsActor: true,
  entity: 'stock_item',
  defaults: { inApp: true, email: true, push: false, sms: false, frequency: 'DAILY' },
  throttle: { seconds: 24 * 3600 },
  payload: z.object({ item: z.string().max(80), quantity: z.int().min(0).max(9999) }).partial(),
  variables: { inApp: ['item', 'quantity'] },
  links: [],
  texts: {
    fr: {
      title: 'Stock bas',
      messages: [
        'Stock bas\u00a0: {item}. Quantité restante\u00a0: {quantity}.',
        'Stock bas\u00a0: {item}.',
        'Le stock d’un article est bas.',
      ],
    },
    en: {
      title: 'Low stock',
      messages: [
        'Low stock: {item}. Quantity left: {quantity}.',
        'Low stock: {item}.',
        'The stock of an item is low.',
      ],
    },
  },
  digest: {
    fr: { one: 'alerte de stock', other: 'alertes de stock' },
    en: { one: 'stock alert', other: 'stock alerts' },
  },
});
