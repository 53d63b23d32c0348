import type { Category, Locale } from './vocabulary.ts';

/** The words of one email about a category. They name neither a person nor a specialty. */
export interface EmailText {
  /** Name of the category, as the preferences page shows it. */
  readonly label: string;
  readonly subject: string;
  readonly title: string;
  readonly message: string;
  /** Label of the button. */
  readonly cta: string;
}

/**
 * What an email says when its type has no words of its own (`emailTexts`). A mailbox is outside the practice's walls (the provider stores each body abroad), so an
 * email says that something waits and where to read it; what it is about stays behind the sign-in.
 */
export const emailTexts: Readonly<Record<Category, Readonly<Record<Locale, EmailText>>>> = {
  alerts: {
    fr: {
      label: 'Alertes',
      subject: 'Nouvelle alerte dans Cassius',
      title: 'Une alerte vous attend',
      message:
        'Une nouvelle alerte demande votre attention. Par souci de confidentialité, son contenu n’est visible que dans Cassius.',
      cta: "Voir l'alerte dans Cassius",
    },
    en: {
      label: 'Alerts',
      subject: 'New alert in Cassius',
      title: 'An alert is waiting for you',
      message: 'A new alert needs your attention. To keep it confidential, it can only be read in Cassius.',
      cta: 'View the alert in Cassius',
    },
  },
  activity: {
    fr: {
      label: 'Activité',
      subject: 'Nouvelle activité dans Cassius',
      title: 'Du nouveau dans votre équipe',
      message: 'Une activité de votre équipe est à consulter dans Cassius.',
      cta: 'Voir l’activité dans Cassius',
    },
    en: {
      label: 'Activity',
      subject: 'New activity in Cassius',
      title: 'News from your team',
      message: 'Your team has new activity to read in Cassius.',
      cta: 'View the activity in Cassius',
    },
  },
  imports: {
    fr: {
      label: 'Imports',
      subject: 'Un import est terminé dans Cassius',
      title: 'Le résultat d’un import est disponible',
      message: 'Le résultat d’un import est à consulter dans Cassius.',
      cta: 'Voir le résultat dans Cassius',
    },
    en: {
      label: 'Imports',
      subject: 'An import has ended in Cassius',
      title: 'The result of an import is available',
      message: 'The result of an import can be read in Cassius.',
      cta: 'View the result in Cassius',
    },
  },
  system: {
    fr: {
      label: 'Système',
      subject: 'Information de Cassius',
      title: 'Une information de Cassius',
      message: 'Une information sur le service est à consulter dans Cassius.',
      cta: 'Lire l’information dans Cassius',
    },
    en: {
      label: 'System',
      subject: 'News from Cassius',
      title: 'News from Cassius',
      message: 'There is news about the service to read in Cassius.',
      cta: 'Read it in Cassius',
    },
  },
  messages: {
    fr: {
      label: 'Messages',
      subject: 'Nouveau message dans Cassius',
      title: 'Un message vous attend',
      message: 'Vous avez reçu un nouveau message dans Cassius.',
      cta: 'Lire le message dans Cassius',
    },
    en: {
      label: 'Messages',
      subject: 'New message in Cassius',
      title: 'A message is waiting for you',
      message: 'You received a new message in Cassius.',
      cta: 'Read the message in Cassius',
    },
  },
  reminders: {
    fr: {
      label: 'Rappels et rendez-vous',
      subject: 'Rappel de votre agenda dans Cassius',
      title: 'Votre agenda a du nouveau',
      message: 'Un rappel ou un changement de votre agenda est à consulter dans Cassius.',
      cta: 'Voir l’agenda dans Cassius',
    },
    en: {
      label: 'Reminders and appointments',
      subject: 'A reminder from your schedule in Cassius',
      title: 'News in your schedule',
      message: 'A reminder or a change in your schedule can be read in Cassius.',
      cta: 'View the schedule in Cassius',
    },
  },
};
