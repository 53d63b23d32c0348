import type { z } from 'zod';
import { checkType } from './check-type.ts';
import type { Category, EntityType, Frequency, Locale, Priority, Role, Severity } from './vocabulary.ts';

/** Scalars only: a variable has to fit in a sentence. */
type PayloadSchema = z.ZodObject;

/** Names of payload keys, by the channel whose texts may carry them. */
type Variables<Key extends string> = {
  readonly [Channel in 'inApp' | 'email' | 'push' | 'sms']?: readonly Key[];
};

/** The noun after a number, neutral since it goes into an email: no specialty, no person. */
export interface DigestWords {
  readonly one: string;
  readonly other: string;
}

/** How the email of one notification looks; digests have their own. */
export type EmailTemplate = 'alert' | 'reminder' | 'message' | 'welcome' | 'failure';

export interface TypeEmailText {
  readonly subject: string;
  readonly title: string;
  /** The first message whose placeholders are all known, so the last one has none. */
  readonly messages: readonly string[];
  /** Label of the button. */
  readonly cta: string;
}

export interface NotificationTypeDefinition<
  Name extends string = string,
  Payload extends PayloadSchema = PayloadSchema,
> {
  /** The `type` of an event. */
  readonly name: Name;
  /** Another name that an event may give as its `type`. */
  readonly alias?: string;
  /** What a user's preferences are set for. */
  readonly category: Category;
  /** Severity of an event that names none. */
  readonly severity: Severity;
  readonly priority: Priority;
  /** Whether nobody can turn it off in the application. Its email stays the person's choice. */
  readonly mandatory?: boolean;
  /** Whether only the engine makes it: an event from outside is refused. */
  readonly internal?: boolean;
  /** Roles that are told when the event names no recipients. */
  readonly audience: readonly Role[];
  /** Whether the person who caused the event is told: always for medical alerts, never for what they did themselves. */
  readonly tellsActor: boolean;
  /** What `entityId` identifies. */
  readonly entity: EntityType | null;
  /** What applies to a user who has set no preference, in an organisation that has set none. */
  readonly defaults: {
    readonly inApp: boolean;
    readonly email: boolean;
    readonly push: boolean;
    readonly sms: boolean;
    readonly frequency: Frequency;
  };
  /** After one event of a key (`throttleKey`, else its subject), others of the key are told to nobody for this long. */
  readonly throttle?: { readonly seconds: number };
  /** How long a notification is worth reading, when the event does not say. */
  readonly expiresAfter?: { readonly hours: number };
  /** Known payload keys, all optional; a known key with another kind of value is refused, other keys are kept but never shown. */
  readonly payload: Payload;
  /**
   * Payload keys that the texts of each channel may carry. Outside the application (email, push, SMS) only harmless
   * ones are accepted: booleans, a few fixed words, integers from 0 to 9999.
   */
  readonly variables?: Variables<string>;
  /** Where a click goes: the first link whose placeholders are all known, else nowhere. */
  readonly links: readonly string[];
  /** In-app texts: the first message whose placeholders are all known, so the last one has none. */
  readonly texts: Readonly<Record<Locale, { readonly title: string; readonly messages: readonly string[] }>>;
  readonly digest: Readonly<Record<Locale, DigestWords>>;
  /** What its emails look like; by its category when left out: a reminder, a message, else an alert. */
  readonly emailTemplate?: EmailTemplate;
  /** Words of its emails; those of the category (`email-texts.ts`) when left out. */
  readonly emailTexts?: Readonly<Record<Locale, TypeEmailText>>;
}

/**
 * Declares a notification type.
 *
 * @throws when a text or a link uses a placeholder that is not allow-listed, when the last message could be left without
 *   one of its values, or when a text outside the application could carry something personal
 */
export function defineType<const Name extends string, Payload extends PayloadSchema>(
  definition: NotificationTypeDefinition<Name, Payload> & {
    readonly variables?: Variables<keyof Payload['shape'] & string>;
  },
): NotificationTypeDefinition<Name, Payload> {
  checkType(definition);
  return definition;
}
