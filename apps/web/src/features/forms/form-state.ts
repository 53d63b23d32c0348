import type { z } from 'zod';
import type { DatabaseError } from '../http/database-error.ts';

/** More than any field takes. */
const LONGEST_TEXT = 500;

/** What a form says after it was sent. */
export interface FormState<Field extends string = string> {
  errors: Partial<Record<Field | 'form', string>>;
  /** What was typed, where a refusal gives it back. */
  values?: Partial<Record<Field, string>>;
  /** What was done, for the reader. */
  done?: string;
  /** Differs from one success to the next. */
  at?: number;
}

/** Constraints of the database, each with the field that it is about and what to say. */
export type Constraints<Field extends string> = Record<string, { field: Field; message: string }>;

/** Turns a refusal of the database into words beside the field at fault, else for the whole form. */
export function refused<Field extends string>(
  error: DatabaseError,
  constraints: Constraints<Field> = {},
): FormState<Field> {
  const { code = '', message } = error;
  const broken = Object.entries(constraints).find(([name]) => message.includes(`"${name}"`));
  const errors: FormState['errors'] = broken
    ? { [broken[1].field]: broken[1].message }
    : { form: sentenceFor(code) };
  if (!broken && !EXPECTED.has(code)) console.error(`form: ${code} ${message}`);
  return { errors: errors as FormState<Field>['errors'] };
}

/** Refusals of what somebody asked for; any other is a fault, whose cause belongs in the log. */
const EXPECTED = new Set(['42501', '23503', 'CN003', 'CN007', 'CN008', 'CN009']);

function sentenceFor(code: string): string {
  switch (code) {
    case '42501':
    case 'CN008':
      return 'Votre rôle dans cet établissement ne le permet pas.';
    case 'CN003':
      return 'Ce que vous avez saisi ne convient plus. Vérifiez les dates et les heures.';
    case '23503':
    case 'CN007':
      return 'Ce que vous avez choisi n’existe plus. Rechargez la page.';
    case '':
    case 'PGRST000':
    case 'PGRST001':
      return 'Rien n’a été enregistré\u00a0: le service ne répond pas. Réessayez dans un instant.';
    default:
      return `Rien n’a été enregistré\u00a0: la base a refusé (${code}).`;
  }
}

export const succeeded = (done: string): FormState<never> => ({ errors: {}, done, at: Date.now() });

/** What is wrong with each field, the first thing of several. */
export function errorsOf<Field extends string>({ issues }: z.ZodError): FormState<Field>['errors'] {
  const errors: Partial<Record<string, string>> = {};
  for (const { path, message } of issues) errors[String(path[0] ?? 'form')] ??= message;
  return errors as FormState<Field>['errors'];
}

/** What was typed, to be given back after a refusal: without the page's script nothing else remembers it. */
export function textsOf<Field extends string>(
  form: FormData,
  fields: readonly Field[],
): Record<Field, string> {
  const texts = fields.map((field) => [field, String(form.get(field) ?? '').slice(0, LONGEST_TEXT)]);
  return Object.fromEntries(texts) as Record<Field, string>;
}
