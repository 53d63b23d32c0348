import { notificationTypes } from '@cassius/contracts';
import { typeName } from '../words.ts';

/** Why an email did not leave although it should have: somebody has to look at it. */
export const realFailures = ['refused', 'gave_up', 'outcome_unknown'] as const;

/** Every failure of `email_outbox`, as a sentence that begins in the middle. */
const failureWords = {
  refused: 'refusé par le fournisseur',
  gave_up: 'abandonné après plusieurs essais',
  outcome_unknown: 'issue inconnue, peut-être parti',
  cancelled: 'annulé par un administrateur',
  not_a_member: 'la personne ne fait plus partie de l’établissement',
  no_access: 'la personne n’a plus accès à ce dossier',
  no_confirmed_address: 'pas d’adresse e-mail confirmée',
  suppressed: 'adresse bloquée après un rejet ou une plainte',
  retracted: 'notification retirée entre-temps',
  expired: 'trop tard, le moment était passé',
  email_off: 'e-mails désactivés entre-temps',
  frequency_none: 'fréquence «\u00a0Jamais\u00a0» choisie entre-temps',
  muted: 'dossier mis en sourdine entre-temps',
  already_read: 'déjà lue dans l’application',
} as const;

export type Failure = keyof typeof failureWords;
export const failures = Object.keys(failureWords) as Failure[];

const isFailure = (code: string): code is Failure => Object.hasOwn(failureWords, code);

/** Why an email did not leave; a code that this version does not know is shown as it is. */
export const failureName = (code: string): string => (isFailure(code) ? failureWords[code] : code);

export const isRealFailure = (code: string): boolean => (realFailures as readonly string[]).includes(code);

/** The type of an email as its notifications are titled; digests have none. */
export const emailTypeName = (type: string): string => (type === 'DIGEST' ? 'Résumé' : typeName(type));

/** Everything that an email may be about, by name: those that only the engine raises are sent too. */
export const emailTypes: readonly string[] = ['DIGEST', ...Object.keys(notificationTypes)].sort((a, b) =>
  emailTypeName(a).localeCompare(emailTypeName(b), 'fr'),
);
