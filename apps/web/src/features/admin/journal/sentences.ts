import type { Category } from '@cassius/contracts';
import { count } from '../../practice/format.ts';
import { failureName } from '../emails/words.ts';
import { reasonName } from '../suppressions/words.ts';
import { categoryName, typeName } from '../words.ts';
import { changes, type Row } from './changes.ts';

/** What an entry of the log says of the act, beside who and when. */
interface Act {
  action: string;
  details: Row;
  /** How a person is called. */
  nameOf: (userId: string) => string;
}

type Sentence = (act: Act) => string;

const asRow = (value: unknown): Row | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : undefined;

const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const quoted = (name: string) => `«\u00a0${name}\u00a0»`;

const typeOf = ({ details }: Act) => {
  const type = asText(details.type) ?? asText(asRow(details.event)?.type);
  return type === undefined ? 'une notification' : quoted(typeName(type));
};

/** The row that the act is about, as it is or was. */
const rowOf = ({ details }: Act): Row => asRow(details.after) ?? asRow(details.before) ?? {};

const personOf = (act: Act) => {
  const id = asText(rowOf(act).user_id) ?? asText(act.details.userId);
  return id === undefined ? 'quelqu’un' : act.nameOf(id);
};

const subjectOf = (row: Row) => {
  const type = asText(row.type);
  const category = asText(row.category);
  if (type !== undefined) return quoted(typeName(type));
  return category === undefined ? 'ses notifications' : quoted(categoryName(category as Category));
};

const onOverride =
  (verb: string): Sentence =>
  (act) =>
    `${verb} pour ${personOf(act)}, ${subjectOf(rowOf(act))}`;

const emailsOf = ({ details }: Act) =>
  count(Array.isArray(details.ids) ? details.ids.length : 0, 'e-mail', 'e-mails');

const teamOf = (act: Act) => {
  const name = asText(rowOf(act).name);
  return name === undefined ? 'une équipe' : `l’équipe ${quoted(name)}`;
};

const ofType: Sentence = (act) => subjectOf(rowOf(act));

/** Every action that the database logs. The name of who acted comes before. */
const sentences: Record<string, Sentence> = {
  'notification.send_manual': (act) => `a envoyé ${typeOf(act)} à la main`,
  'notification.broadcast': (act) => `a diffusé ${typeOf(act)} à l’établissement`,
  'notification.schedule': (act) => `a programmé ${typeOf(act)}`,
  'notification.cancel': () => 'a annulé un envoi programmé',
  'notification.retract': () => 'a retiré une notification',
  'override.created': onOverride('a posé une dérogation'),
  'override.changed': onOverride('a modifié la dérogation'),
  'override.deleted': onOverride('a retiré la dérogation'),
  'type_settings.created': (act) => `a réglé ${ofType(act)} pour l’établissement`,
  'type_settings.changed': (act) => `a modifié le réglage de ${ofType(act)} pour l’établissement`,
  'type_settings.deleted': (act) => `est revenu au réglage d’origine de ${ofType(act)}`,
  'organisation_settings.created': () => 'a réglé les limites de l’établissement',
  'organisation_settings.changed': () => 'a modifié les limites de l’établissement',
  'organisation_settings.deleted': () => 'est revenu aux limites d’origine',
  'branding.changed': () => 'a changé la couleur des e-mails',
  'team.created': (act) => `a créé ${teamOf(act)}`,
  'team.changed': (act) => `a modifié ${teamOf(act)}`,
  'team.deleted': (act) => `a supprimé ${teamOf(act)}`,
  'team_member.created': (act) => `a ajouté ${personOf(act)} à une équipe`,
  'team_member.deleted': (act) => `a retiré ${personOf(act)} d’une équipe`,
  'email.retry': (act) => `a remis ${emailsOf(act)} en file d’envoi`,
  'email.cancel': (act) => `a annulé ${emailsOf(act)} en attente`,
  'suppression.lifted': (act) => `a levé le blocage de l’adresse de ${personOf(act)}`,
  'preference.changed_by_other': (act) => `a modifié les réglages personnels de ${personOf(act)}`,
};

/** What was done, after the name of who did it; an action that this version does not know is shown as its code. */
export const sentenceOf = (act: Act): string => sentences[act.action]?.(act) ?? act.action;

/** The particulars of an act, a few words each. */
export function particularsOf({ action, details }: Act): string[] {
  const [before, after] = [asRow(details.before), asRow(details.after)];
  if (before || after) return changes(before, after);
  if (Array.isArray(details.failures)) return details.failures.map((code) => failureName(String(code)));
  const reason = asText(details.reason);
  if (reason === undefined) return [];
  return [`motif\u00a0: ${action === 'suppression.lifted' ? reasonName(reason) : quoted(reason)}`];
}

/** People whom an entry names, besides who acted. */
export function peopleIn(details: Row): string[] {
  const ids = [asRow(details.before)?.user_id, asRow(details.after)?.user_id, details.userId];
  return ids.flatMap((id) => asText(id) ?? []);
}
