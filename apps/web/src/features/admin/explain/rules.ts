/** The rules of `docs/rules.md`, in their order, as an administrator reads them. */
const rules = {
  dedupe: { step: 0, name: 'doublon' },
  membership: { step: 1, name: 'appartenance et rôle' },
  access: { step: 2, name: 'accès au dossier' },
  actor: { step: 3, name: 'auteur de l’événement' },
  mandatory: { step: 4, name: 'type obligatoire' },
  override: { step: 5, name: 'dérogation' },
  type_preference: { step: 6, name: 'préférence pour ce type' },
  preference: { step: 6, name: 'préférence pour la catégorie' },
  organisation_default: { step: 7, name: 'réglage de l’établissement' },
  default: { step: 7, name: 'réglage d’origine' },
  mute: { step: 8, name: 'sourdine' },
  throttle: { step: 9, name: 'répétition' },
  suppression: { step: 10, name: 'adresse bloquée' },
  missing_address: { step: 11, name: 'adresse absente' },
  frequency: { step: 12, name: 'fréquence' },
  rate_limit: { step: 13, name: 'limite par minute' },
  quiet_hours: { step: 14, name: 'heures calmes' },
} as const satisfies Record<string, { step: number; name: string }>;

type Rule = keyof typeof rules;

const isRule = (code: string): code is Rule => Object.hasOwn(rules, code);

/** A rule with its number; its code when this version does not know it. */
const ruleName = (code: string): string =>
  isRule(code) ? `Règle ${rules[code].step}, ${rules[code].name}` : `Règle ${code}`;

/** Rules that say whom an event does not concern; the others decide among those whom it does. */
const CONCERN: readonly string[] = ['membership', 'access', 'actor'] satisfies Rule[];

export const isUnconcerned = (rule: string): boolean => CONCERN.includes(rule);

/** Whose wish a frequency is, from the table that it stands in. */
const wishes: Record<string, string> = {
  notification_overrides: 'dérogation',
  notification_type_preferences: 'préférence pour ce type',
  notification_preferences: 'préférence pour la catégorie',
  organisation_type_settings: 'réglage de l’établissement',
  types: 'réglage d’origine',
};

/** The rule that decided and, since a frequency may come from anyone, whose wish it was. */
export function ruleBehind(rule: string, table: string | null): string {
  const wish = rule === 'frequency' && table !== null ? wishes[table] : undefined;
  return wish === undefined ? ruleName(rule) : `${ruleName(rule)} (${wish})`;
}

const pages: Record<string, string> = {
  notification_overrides: '/admin/derogations',
  organisation_type_settings: '/admin/types',
  organisation_notification_settings: '/admin/types',
};

/** Where the row that decided can be seen or set, if anywhere. */
export function pageOf({
  rule,
  table,
  id,
  type,
}: {
  rule: string;
  table: string;
  id: string | null;
  type: string;
}) {
  // Of an event that follows another too closely, or repeats it, it is the other one that tells more.
  if ((rule === 'throttle' || rule === 'dedupe') && id !== null)
    return `/admin/explications/evenements/${id}`;
  if (table === 'organisation_type_settings') return `${pages[table]}#${type}`;
  return pages[table] ?? null;
}
