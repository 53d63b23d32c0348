import type { NotificationType } from '@cassius/contracts';
import { z } from 'zod';
import type { Question } from '../../notifications/explain.ts';
import { notificationType } from '../../notifications/notification-type.ts';
import { definitionOf } from '../words.ts';

/** The question as it stands in the page's address. */
export interface Asked {
  type: NotificationType | null;
  /** Words of a patient's name, to find one. */
  search: string;
  patient: string | null;
  implant: string | null;
  /** A person whom the event names, and the one who causes it. */
  recipient: string | null;
  actor: string | null;
}

type SearchParams = Record<string, string | string[] | undefined>;

/** Reads an address; what makes no sense there counts as not asked. */
export function readQuestion(search: SearchParams): Asked {
  const id = (name: string) => z.guid().safeParse(search[name]).data ?? null;
  return {
    type: notificationType.safeParse(search.type).data ?? null,
    search: z.string().trim().max(100).safeParse(search.recherche).data ?? '',
    patient: id('patient'),
    implant: id('implant'),
    recipient: id('destinataire'),
    actor: id('auteur'),
  };
}

/** Whether the events of a type are about an implant, so that one can be named. */
export const isAboutImplant = (type: NotificationType | null): boolean =>
  type !== null && definitionOf(type)?.entity === 'implant';

export function toEvent(asked: Asked & { type: NotificationType }, organisationId: string): Question {
  const { type, patient, implant, recipient, actor } = asked;
  return {
    type,
    organisationId,
    ...(patient && { patientId: patient }),
    ...(patient && implant && isAboutImplant(type) && { entityId: implant }),
    ...(recipient && { recipientIds: [recipient] }),
    ...(actor && { actorId: actor }),
  };
}
