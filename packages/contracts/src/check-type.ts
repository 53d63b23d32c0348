import type { NotificationTypeDefinition } from './define-type.ts';
import { isHarmless, payloadFields } from './payload-fields.ts';

/** What a link may name. */
const LINK_VARIABLES = ['entityId', 'patientId'];

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{(\w*)\}/g)].map((match) => match[1] ?? '');

/**
 * The rules that a type's compiler cannot hold.
 *
 * @throws Error that names the type and the field
 */
export function checkType(definition: NotificationTypeDefinition): void {
  const { name, links, texts, emailTexts, digest, variables = {} } = definition;
  const refuse = (problem: string): never => {
    throw new Error(`${name}: ${problem}`);
  };
  const allow = (where: string, text: string, allowed: readonly string[]) => {
    for (const used of placeholders(text)) {
      if (!allowed.includes(used)) refuse(`${where} uses {${used}}, which is not allow-listed`);
    }
  };
  const allowMessages = (where: string, messages: readonly string[], allowed: readonly string[] = []) => {
    for (const message of messages) allow(where, message, allowed);
    const last = messages.at(-1);
    if (last === undefined || placeholders(last).length > 0) {
      refuse(`the last of ${where} must need no placeholder`);
    }
  };

  for (const link of links) allow('links', link, LINK_VARIABLES);
  for (const [locale, { title, messages }] of Object.entries(texts)) {
    allow(`texts.${locale}.title`, title, []);
    allowMessages(`texts.${locale}.messages`, messages, variables.inApp);
  }
  for (const [locale, { one, other }] of Object.entries(digest)) {
    allow(`digest.${locale}.one`, one, []);
    allow(`digest.${locale}.other`, other, []);
  }
  for (const [locale, { subject, title, messages, cta }] of Object.entries(emailTexts ?? {})) {
    for (const [part, text] of Object.entries({ subject, title, cta })) {
      allow(`emailTexts.${locale}.${part}`, text, []);
    }
    allowMessages(`emailTexts.${locale}.messages`, messages, variables.email);
  }

  const fields = payloadFields(definition);
  for (const channel of ['email', 'push', 'sms'] as const) {
    for (const variable of variables[channel] ?? []) {
      const field = fields[variable];
      if (field === undefined || !isHarmless(field)) {
        refuse(
          `variables.${channel} lists ${variable}, which could carry something personal: only booleans, fixed words and integers from 0 to 9999 may`,
        );
      }
    }
  }

  if (definition.mandatory && !definition.defaults.inApp) refuse('mandatory, but not in-app');
  if (definition.throttle && !isDuration(definition.throttle.seconds))
    refuse('throttle.seconds must be a positive integer');
  if (definition.expiresAfter && !isDuration(definition.expiresAfter.hours)) {
    refuse('expiresAfter.hours must be a positive integer');
  }
}

const isDuration = (value: number): boolean => Number.isInteger(value) && value > 0;
