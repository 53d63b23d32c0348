import type { z } from 'zod';
import type { Category, EntityType, Frequency, Locale, Priority, Role, Severity } from './vocabulary.ts';

/** Scalars only: a variable has to fit in a sentence. */
type PayloadSchema = z.ZodObject;

/** The names that a text or a link may use beside the payload's own. */
type EventVariable = 'entityId' | 'patientId';

export interface NotificationTypeDefinition<
  Name extends string = string,
  Payload extends PayloadSchema = PayloadSchema,
> {
  /** The `type` of an event. */
  readonly name: Name;
  /** What a user's preferences are set for. */
  readonly category: Category;
  /** Severity of an event that names none. */
  readonly severity: Severity;
  readonly priority: Priority;
  /** Roles that are told when the event names no recipients. */
  readonly audience: readonly Role[];
  /** Whether the person who caused the event is told: always for medical alerts, never for what they did themselves. */
  readonly tellsActor: boolean;
  /** What `entityId` identifies. */
  readonly entity: EntityType | null;
  /** What applies to a user who has set no preference for the category. */
  readonly defaults: {
    readonly inApp: boolean;
    readonly email: boolean;
    readonly push: boolean;
    readonly sms: boolean;
    readonly frequency: Frequency;
  };
  /** Known payload keys, all optional; a known key with another kind of value is refused, other keys are kept but never shown. */
  readonly payload: Payload;
  /**
   * Payload keys that the in-app text may carry. Emails carry the words of the category alone
   * (`email-texts.ts`), so that no payload can reach a mailbox.
   */
  readonly inAppVariables: readonly (keyof Payload['shape'] & string)[];
  /** Where a click goes: the first link whose placeholders are all known, else nowhere. */
  readonly links: readonly string[];
  /** In-app texts: the first message whose placeholders are all known, so the last one has none. */
  readonly texts: Readonly<Record<Locale, { readonly title: string; readonly messages: readonly string[] }>>;
}

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');

/**
 * Declares a notification type.
 *
 * @throws when a text or a link uses a placeholder that is not allow-listed, or when the last message could be left
 *   without one of its values
 */
export function defineType<const Name extends string, Payload extends PayloadSchema>(
  definition: NotificationTypeDefinition<Name, Payload>,
): NotificationTypeDefinition<Name, Payload> {
  const linkVariables: readonly EventVariable[] = ['entityId', 'patientId'];
  const check = (where: string, text: string, allowed: readonly string[]) => {
    for (const name of placeholders(text)) {
      if (!allowed.includes(name))
        throw new Error(`${definition.name}: ${where} uses {${name}}, which is not allow-listed`);
    }
  };
  for (const link of definition.links) check('links', link, linkVariables);
  for (const [locale, { title, messages }] of Object.entries(definition.texts)) {
    check(`texts.${locale}.title`, title, []);
    for (const message of messages) check(`texts.${locale}.messages`, message, definition.inAppVariables);
    const last = messages.at(-1);
    if (last === undefined || placeholders(last).length > 0) {
      throw new Error(`${definition.name}: the last of texts.${locale}.messages must need no placeholder`);
    }
  }
  return definition;
}
