import {
  emailTexts,
  type Locale,
  locales,
  type NotificationType,
  type NotificationTypeDefinition,
  notificationTypes,
} from '@cassius/contracts';
import type { EmailSource } from '../../../supabase/functions/_shared/render-email.ts';

/** One email as it could lie in the outbox: invented people only, and words that the engine really uses. */
export interface EmailSample {
  /** Unique, and fit for an address: `reminder-fr`. */
  readonly name: string;
  readonly template: string;
  readonly locale: Locale;
  readonly subject: string;
  readonly source: EmailSource & { readonly payload: Readonly<Record<string, unknown>> };
}

const links = {
  openUrl: 'https://cassius.test/l/v1.k1.open.exemple',
  preferencesUrl: 'https://cassius.test/preferences',
  unsubscribeUrl: 'https://cassius.test/u/v1.k1.unsubscribe.exemple',
};

/** French ones wear the product's colour, English ones that of an organisation which has chosen its own. */
const organisations: Readonly<Record<Locale, { organisation: string; colour?: string }>> = {
  fr: { organisation: 'Cabinet Lumière' },
  en: { organisation: 'Clinique du Parc', colour: '#7a2e5d' },
};

/** A type for each template of a single notification. */
const shownBy = {
  alert: 'ISQ_CRITICAL',
  reminder: 'APPOINTMENT_REMINDER',
  message: 'MESSAGE_RECEIVED',
  welcome: 'PATIENT_WELCOME',
  failure: 'EMAIL_FAILURES',
} as const satisfies Readonly<Record<string, NotificationType>>;

const digests = {
  digest_daily: {
    counts: [1, 2, 4],
    subject: { fr: 'Votre résumé du jour dans Cassius', en: 'Your daily summary from Cassius' },
  },
  digest_weekly: {
    counts: [3, 1, 1234],
    subject: { fr: 'Votre résumé de la semaine dans Cassius', en: 'Your weekly summary from Cassius' },
  },
} as const;
const counted = ['OPERATOR_ALERT', 'MESSAGE_RECEIVED', 'TEAM_ACTIVITY'] as const;

const noticeSamples = Object.entries(shownBy).flatMap(([template, type]) =>
  locales.map((locale): EmailSample => {
    const { category, severity, emailTexts: own }: NotificationTypeDefinition = notificationTypes[type];
    // As the engine takes them: the words of a type where it has some, else those of its category.
    const { subject, title, cta, ...rest } = (own ?? emailTexts[category])[locale];
    // The last message of a type is the one that needs no value.
    const message = 'message' in rest ? rest.message : rest.messages.at(-1);
    const payload = { ...organisations[locale], category, severity, title, message, cta };
    return sample(template, locale, subject, payload);
  }),
);

const digestSamples = Object.entries(digests).flatMap(([template, { counts, subject }]) =>
  locales.map((locale): EmailSample => {
    const items = counted.map((type, index) => {
      const count = counts[index] ?? 0;
      const { one, other } = notificationTypes[type].digest[locale];
      return { label: count === 1 ? one : other, count };
    });
    const total = items.reduce((sum, { count }) => sum + count, 0);
    return sample(template, locale, subject[locale], { ...organisations[locale], items, total });
  }),
);

function sample(
  template: string,
  locale: Locale,
  subject: string,
  payload: Readonly<Record<string, unknown>>,
): EmailSample {
  return {
    name: `${template}-${locale}`,
    template,
    locale,
    subject,
    source: { template, locale, payload, ...links },
  };
}

/** Every template in every language. */
export const emailSamples: readonly EmailSample[] = [...noticeSamples, ...digestSamples];
