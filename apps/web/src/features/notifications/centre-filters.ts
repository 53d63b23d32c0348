import type { NotificationType, Priority } from '@cassius/contracts';
import { z } from 'zod';
import { notificationType } from './notification-type.ts';

/** What the notification centre is narrowed to, as it stands in the page's address. */
export interface CentreFilters {
  etat?: 'non-lues' | 'lues';
  type?: NotificationType;
  priorite?: Priority;
}

const states = z.enum(['non-lues', 'lues']);
const priorities = z.enum(['low', 'normal', 'high', 'critical']);

/** Reads the filters of an address; what is unknown there narrows nothing. */
export function readFilters(search: Record<string, string | string[] | undefined>): CentreFilters {
  const etat = states.safeParse(search.etat).data;
  const type = notificationType.safeParse(search.type).data;
  const priorite = priorities.safeParse(search.priorite).data;
  return { ...(etat && { etat }), ...(type && { type }), ...(priorite && { priorite }) };
}
