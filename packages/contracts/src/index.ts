export {
  type DigestWords,
  defineType,
  type NotificationTypeDefinition,
  type TypeEmailText,
} from './define-type.ts';
export { type EmailText, emailTexts } from './email-texts.ts';
export { type NotificationEvent, notificationEventSchema } from './event.ts';
export {
  type LinkFailure,
  type LinkKey,
  type LinkKeys,
  type LinkVerdict,
  OPEN_LINK,
  OPEN_LINK_DAYS,
  parseKeys,
  signLink,
  UNSUBSCRIBE_LINK,
  UNSUBSCRIBE_LINK_DAYS,
  verifyLink,
} from './link-token.ts';
export {
  type AcceptedType,
  acceptedTypes,
  type NotificationType,
  notificationTypes,
  type TypeAlias,
  typeAliases,
} from './types.generated.ts';
export {
  type Category,
  categories,
  type EntityType,
  entityTypes,
  type Frequency,
  frequencies,
  type Locale,
  locales,
  type Priority,
  priorities,
  type Role,
  roles,
  type Severity,
  severities,
} from './vocabulary.ts';
