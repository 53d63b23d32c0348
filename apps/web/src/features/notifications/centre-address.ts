import type { Category, Priority } from '@cassius/contracts';
import type { NotificationFilters } from '@cassius/react';
import type { CentreChoices } from './centre-choices.ts';

const VIEWS = { 'en-pause': 'snoozed', archivees: 'archived' } as const;
const STATES = { 'non-lues': false, lues: true } as const;

/** What the notification centre shows, as it stands in the page's address. */
export interface CentreState {
  /** Absent: the inbox. */
  vue?: CentreView;
  categorie?: Category;
  etat?: keyof typeof STATES;
  type?: string;
  priorite?: Priority;
  organisation?: string;
  q?: string;
}

export type CentreView = keyof typeof VIEWS;

/** Longest search that the API takes. */
const LONGEST = 200;

const among = <Known extends string>(known: readonly Known[], text: string | null): Known | undefined =>
  known.find((each) => each === text);

const keys = <Key extends string>(record: Record<Key, unknown>) => Object.keys(record) as Key[];

/** Reads an address; what it does not know narrows nothing, and a type of another category than the chosen one neither. */
export function readAddress(search: Pick<URLSearchParams, 'get'>, choices: CentreChoices): CentreState {
  const categorie = among(
    choices.categories.map(({ category }) => category),
    search.get('categorie'),
  );
  const types = choices.categories
    .filter(({ category }) => categorie === undefined || category === categorie)
    .flatMap((each) => each.types.map(({ type }) => type));
  const priorities = choices.priorities.map(({ priority }) => priority);
  const organisations = choices.organisations.map(({ id }) => id);
  return compact({
    vue: among(keys(VIEWS), search.get('vue')),
    categorie,
    etat: among(keys(STATES), search.get('etat')),
    type: among(types, search.get('type')),
    priorite: among(priorities, search.get('priorite')),
    organisation: among(organisations, search.get('organisation')),
    q: search.get('q')?.trim().slice(0, LONGEST),
  });
}

/** The query string of a state, with its question mark; empty for the inbox as it is. */
export function writeAddress({ vue, categorie, etat, type, priorite, organisation, q }: CentreState): string {
  // Always in the same order, so that one state has one address.
  const entries = Object.entries(compact({ vue, categorie, etat, type, priorite, organisation, q }));
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries)}`;
}

/** The same for the API. */
export const toFilters = ({
  vue,
  categorie,
  etat,
  type,
  priorite,
  organisation,
  q,
}: CentreState): NotificationFilters =>
  compact({
    view: vue && VIEWS[vue],
    category: categorie,
    isRead: etat && STATES[etat],
    type,
    priority: priorite,
    organisationId: organisation,
    q,
  });

/** How many of the selects narrow the list: a phone folds them away. */
export const narrowing = ({ etat, type, priorite, organisation }: CentreState): number =>
  [etat, type, priorite, organisation].filter(Boolean).length;

/** Without what is not there. */
function compact<Value extends object>(
  value: { [Key in keyof Value]: Value[Key] | undefined },
): Partial<Value> {
  const entries = Object.entries(value).filter(([, each]) => each !== undefined && each !== '');
  return Object.fromEntries(entries) as Partial<Value>;
}
