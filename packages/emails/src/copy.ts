import type { Locale, Severity } from '@cassius/contracts';
import { OPEN_LINK_DAYS } from '@cassius/contracts';

/** The forms of a count. French uses `one` for 0 too, and `many` for whole millions. */
export interface PluralForms {
  readonly one: string;
  readonly many?: string;
  readonly other: string;
}

/** The words around those of the outbox row, which are chosen per type or per category. */
export interface Copy {
  readonly severity: Readonly<Record<Severity, string>>;
  /** Below the button. */
  readonly linkNote: string;
  /** Why the reader gets this email; {{organisation}} is filled when it is sent. */
  readonly reason: string;
  readonly preferences: string;
  readonly unsubscribe: string;
  readonly automatic: string;
  readonly reminder: { readonly kind: string; readonly aside: string };
  readonly message: { readonly kind: string; readonly aside: string };
  readonly welcome: {
    readonly kind: string;
    readonly steps: readonly [string, string, string];
    readonly reason: string;
  };
  readonly failure: {
    readonly kind: string;
    /** Head of {{message}}. */
    readonly observed: string;
    readonly facts: ReadonlyArray<{ readonly head: string; readonly body: string }>;
    readonly reason: string;
  };
  readonly digest: {
    readonly kind: Readonly<Record<'daily' | 'weekly', string>>;
    readonly title: Readonly<Record<'daily' | 'weekly', string>>;
    /** {{count}} is filled when it is sent. */
    readonly summary: PluralForms;
    readonly confidentiality: string;
    readonly cta: string;
    readonly reason: Readonly<Record<'daily' | 'weekly', string>>;
  };
  /** What stands between a label and its value, spaces included. */
  readonly colon: string;
}

/** \u00a0 keeps a number with its unit and stands before a colon in French, \u202f before ? and !, as its typography asks. */
export const copy: Readonly<Record<Locale, Copy>> = {
  fr: {
    severity: { INFO: 'Information', WARNING: 'À surveiller', CRITICAL: 'Prioritaire' },
    linkNote: `Ce lien demande de se connecter et expire au bout de ${OPEN_LINK_DAYS}\u00a0jours.`,
    reason:
      'Vous recevez cet e-mail en tant que membre de «\u00a0{{organisation}}\u00a0», selon vos préférences de notification.',
    preferences: 'Gérer mes préférences',
    unsubscribe: 'Se désabonner de ces e-mails',
    automatic: 'Message automatique, merci de ne pas y répondre.',
    reminder: {
      kind: 'Agenda et rappels',
      aside: 'Déjà noté ou déjà fait\u202f? Vous n’avez rien d’autre à faire.',
    },
    message: {
      kind: 'Messagerie',
      aside: 'Pour répondre, passez par Cassius\u00a0: une réponse à cet e-mail n’arriverait à personne.',
    },
    welcome: {
      kind: 'Bienvenue',
      steps: [
        'Ouvrez Cassius et connectez-vous avec l’adresse à laquelle vous lisez ces lignes.',
        'Choisissez dans vos préférences ce que vous voulez recevoir, et comment.',
        'Retrouvez ensuite tout ce qui vous attend au même endroit, dans Cassius.',
      ],
      reason:
        'Vous recevez cet e-mail parce que «\u00a0{{organisation}}\u00a0» vous a ouvert un accès à Cassius.',
    },
    failure: {
      kind: 'Exploitation',
      observed: 'Constat',
      facts: [
        {
          head: 'Ce qui n’est pas touché',
          body: 'Dans Cassius, chaque notification est bien à sa place. Seuls des e-mails manquent.',
        },
        {
          head: 'À faire',
          body: 'Lire les raisons dans la file d’envoi, puis relancer ou annuler.',
        },
      ],
      reason:
        'Vous recevez cet e-mail parce que vous veillez au service pour «\u00a0{{organisation}}\u00a0».',
    },
    digest: {
      kind: { daily: 'Résumé quotidien', weekly: 'Résumé hebdomadaire' },
      title: { daily: 'Votre résumé du jour', weekly: 'Votre résumé de la semaine' },
      summary: {
        one: '{{count}}\u00a0notification vous attend dans Cassius.',
        many: '{{count}}\u00a0de notifications vous attendent dans Cassius.',
        other: '{{count}}\u00a0notifications vous attendent dans Cassius.',
      },
      confidentiality: 'Par souci de confidentialité, le contenu n’est visible que dans Cassius.',
      cta: 'Voir mes notifications dans Cassius',
      reason: {
        daily:
          'Vous recevez ce résumé chaque jour en tant que membre de «\u00a0{{organisation}}\u00a0». Sa fréquence se change dans vos préférences.',
        weekly:
          'Vous recevez ce résumé chaque semaine en tant que membre de «\u00a0{{organisation}}\u00a0». Sa fréquence se change dans vos préférences.',
      },
    },
    colon: '\u00a0: ',
  },
  en: {
    severity: { INFO: 'Information', WARNING: 'Worth a look', CRITICAL: 'High priority' },
    linkNote: `This link asks you to sign in and expires after ${OPEN_LINK_DAYS}\u00a0days.`,
    reason:
      'You receive this email as a member of {{organisation}}, according to your notification preferences.',
    preferences: 'Manage my preferences',
    unsubscribe: 'Unsubscribe from these emails',
    automatic: 'This message was sent automatically, please do not reply.',
    reminder: {
      kind: 'Schedule and reminders',
      aside: 'Already noted, or already done? There is nothing else to do.',
    },
    message: {
      kind: 'Messages',
      aside: 'To answer, go through Cassius: nobody would receive a reply to this email.',
    },
    welcome: {
      kind: 'Welcome',
      steps: [
        'Open Cassius and sign in with the address at which you read this.',
        'Choose in your preferences what you want to receive, and how.',
        'From then on, find all that is waiting for you in one place, in Cassius.',
      ],
      reason: 'You receive this email because {{organisation}} has given you access to Cassius.',
    },
    failure: {
      kind: 'Operations',
      observed: 'What happened',
      facts: [
        {
          head: 'What is not affected',
          body: 'In Cassius, every notification is where it should be. Only emails are missing.',
        },
        { head: 'What to do', body: 'Read the reasons in the email queue, then send again or cancel.' },
      ],
      reason: 'You receive this email because you look after the service for {{organisation}}.',
    },
    digest: {
      kind: { daily: 'Daily summary', weekly: 'Weekly summary' },
      title: { daily: 'Your summary of the day', weekly: 'Your summary of the week' },
      summary: {
        one: '{{count}}\u00a0notification is waiting for you in Cassius.',
        other: '{{count}}\u00a0notifications are waiting for you in Cassius.',
      },
      confidentiality: 'To keep it confidential, the content can only be read in Cassius.',
      cta: 'View my notifications in Cassius',
      reason: {
        daily:
          'You receive this summary every day as a member of {{organisation}}. Your preferences say how often.',
        weekly:
          'You receive this summary every week as a member of {{organisation}}. Your preferences say how often.',
      },
    },
    colon: ': ',
  },
};
