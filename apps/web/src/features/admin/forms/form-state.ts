import type { DatabaseError } from '../../http/database-error.ts';

/** What a form of administration says after it was sent. */
export interface FormState<Field extends string = string> {
  errors: Partial<Record<Field | 'form', string>>;
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
  return { errors: errors as FormState<Field>['errors'] };
}

function sentenceFor(code: string): string {
  switch (code) {
    case '42501':
    case 'CN008':
      return 'Votre rôle dans cet établissement ne le permet pas.';
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
