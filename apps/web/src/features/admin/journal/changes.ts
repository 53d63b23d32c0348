import type { Frequency, Role } from '@cassius/contracts';
import { frequencyNames, roleNames } from '../words.ts';

/** A row as the audit log keeps it. */
export type Row = Record<string, unknown>;

const onOff = (value: unknown) => (value === true ? 'activé' : 'désactivé');
const isList = (value: unknown): value is unknown[] => Array.isArray(value);

/** What a column is called, and how its values are told. Columns that are not listed say nothing to a reader. */
const columns: Record<string, { name: string; tell: (value: unknown) => string }> = {
  in_app: { name: 'application', tell: onOff },
  email: { name: 'e-mail', tell: onOff },
  push: { name: 'push', tell: onOff },
  sms: { name: 'SMS', tell: onOff },
  frequency: { name: 'fréquence', tell: (value) => frequencyNames[value as Frequency] ?? String(value) },
  audience: {
    name: 'public',
    tell: (value) =>
      (isList(value) ? value.map((role) => roleNames[role as Role] ?? String(role)) : []).join(', '),
  },
  reason: { name: 'motif', tell: (value) => `«\u00a0${String(value)}\u00a0»` },
  rate_limit_per_minute: { name: 'limite', tell: (value) => `${String(value)} par minute` },
  reminder_hours: {
    name: 'rappels',
    tell: (value) =>
      isList(value) && value.length > 0
        ? value.map((hours) => `${String(hours)}\u00a0h`).join(', ')
        : 'aucun',
  },
  retention_days: { name: 'conservation', tell: (value) => `${String(value)} jours` },
  brand_colour: { name: 'couleur', tell: String },
  digest_at: { name: 'heure du résumé', tell: (value) => String(value).slice(0, 5) },
  quiet_from: { name: 'heures calmes dès', tell: (value) => String(value).slice(0, 5) },
  quiet_until: { name: 'heures calmes jusqu’à', tell: (value) => String(value).slice(0, 5) },
};

const told = (value: unknown, tell: (value: unknown) => string) =>
  value === null || value === undefined ? 'non réglé' : tell(value);

/** What a change of a row changed, in words; of a new or deleted row, what it says. */
export function changes(before: Row | undefined, after: Row | undefined): string[] {
  return Object.entries(columns).flatMap(([column, { name, tell }]) => {
    const [was, is] = [before?.[column] ?? null, after?.[column] ?? null];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    if (before && after) return `${name}\u00a0: ${told(was, tell)} → ${told(is, tell)}`;
    return `${name}\u00a0: ${told(before ? was : is, tell)}`;
  });
}
