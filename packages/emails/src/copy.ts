import type { Locale, Severity } from '@cassius/contracts';
import { OPEN_LINK_DAYS } from '@cassius/contracts';

/** The forms that French and English need; French also uses `one` for 0. */
export interface PluralForms {
  readonly one: string;
  readonly other: string;
}

/** The words that belong to no category: those are in `packages/contracts/src/email-texts.ts`. */
export interface Copy {
  readonly severity: Readonly<Record<Severity, string>>;
  /** Below the button. */
  readonly linkNote: string;
  /** Why the reader gets this email; {{organisation}} is filled when it is sent. */
  readonly reason: string;
  readonly preferences: string;
  readonly automatic: string;
  readonly digest: {
    readonly title: Readonly<Record<'daily' | 'weekly', string>>;
    /** {{count}} is filled when it is sent. */
    readonly summary: PluralForms;
    readonly confidentiality: string;
    readonly cta: string;
  };
  /** What stands between a label and its value, spaces included. */
  readonly colon: string;
}

/** \u00a0 keeps a number with its unit and stands before a colon in French, as its typography asks. */
export const copy: Readonly<Record<Locale, Copy>> = {
  fr: {
    severity: { INFO: 'Information', WARNING: 'À surveiller', CRITICAL: 'Prioritaire' },
    linkNote: `Ce lien demande de se connecter et expire au bout de ${OPEN_LINK_DAYS}\u00a0jours.`,
    reason:
      'Vous recevez cet e-mail en tant que membre de «\u00a0{{organisation}}\u00a0», selon vos préférences de notification.',
    preferences: 'Gérer mes préférences',
    automatic: 'Message automatique, merci de ne pas y répondre.',
    digest: {
      title: { daily: 'Votre résumé du jour', weekly: 'Votre résumé de la semaine' },
      summary: {
        one: '{{count}}\u00a0notification vous attend dans Cassius.',
        other: '{{count}}\u00a0notifications vous attendent dans Cassius.',
      },
      confidentiality: 'Par souci de confidentialité, le contenu n’est visible que dans Cassius.',
      cta: 'Voir mes notifications dans Cassius',
    },
    colon: '\u00a0: ',
  },
  en: {
    severity: { INFO: 'Information', WARNING: 'Worth a look', CRITICAL: 'High priority' },
    linkNote: `This link asks you to sign in and expires after ${OPEN_LINK_DAYS}\u00a0days.`,
    reason:
      'You receive this email as a member of {{organisation}}, according to your notification preferences.',
    preferences: 'Manage my preferences',
    automatic: 'This message was sent automatically, please do not reply.',
    digest: {
      title: { daily: 'Your summary of the day', weekly: 'Your summary of the week' },
      summary: {
        one: '{{count}}\u00a0notification is waiting for you in Cassius.',
        other: '{{count}}\u00a0notifications are waiting for you in Cassius.',
      },
      confidentiality: 'To keep it confidential, the content can only be read in Cassius.',
      cta: 'View my notifications in Cassius',
    },
    colon: ': ',
  },
};
