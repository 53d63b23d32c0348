import { failures, realFailures } from './words.ts';

/** What the list can be narrowed to, as it stands in the page's address. */
export const states = {
  'en-attente': 'En attente',
  envoyes: 'Envoyés',
  echoues: 'Échoués',
  'non-envoyes': 'Non envoyés',
} as const;

export type State = keyof typeof states;

export const isState = (text: unknown): text is State =>
  typeof text === 'string' && Object.hasOwn(states, text);

/** The rows of a state: their status, and the failures that belong to it where the status does not say enough. */
export function rowsOf(state: State): {
  status: 'PENDING' | 'SENT' | 'FAILED';
  failures?: readonly string[];
} {
  switch (state) {
    case 'en-attente':
      return { status: 'PENDING' };
    case 'envoyes':
      return { status: 'SENT' };
    case 'echoues':
      return { status: 'FAILED', failures: realFailures };
    case 'non-envoyes':
      return {
        status: 'FAILED',
        failures: failures.filter((failure) => !(realFailures as readonly string[]).includes(failure)),
      };
  }
}
