import type { EmailFilters } from './emails.ts';
import { isState } from './states.ts';
import { emailTypes, failures } from './words.ts';

/** What the list is narrowed to, from the page's address; what it does not know narrows nothing. */
export function chosenFilters(search: Record<string, unknown>): EmailFilters {
  return {
    state: isState(search.etat) ? search.etat : null,
    failure: failures.find((code) => code === search.motif) ?? null,
    type: emailTypes.find((type) => type === search.type) ?? null,
  };
}

/** The same as it stands in an address. */
export function inAddress({ state, failure, type }: EmailFilters): Record<string, string> {
  return { ...(state && { etat: state }), ...(failure && { motif: failure }), ...(type && { type }) };
}
