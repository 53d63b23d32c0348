import type { Category } from '@cassius/contracts';
import { categoryName, typeName } from '../words.ts';

/** One decision, with what its sentence needs. */
export interface Decision {
  decision: string;
  reason: string;
  rule: string;
  type: string;
  category: Category | null;
  /** Whether the event has happened: the sentence then tells what was decided, not what would be. */
  past: boolean;
  /** When it leaves: « de demain 08:00 », « jusqu’à 07:00 ». */
  due: { of: string; until: string } | null;
}

type Sentence = (decision: Decision) => string;

const sent =
  (because: (decision: Decision) => string | null): Sentence =>
  (decision) => {
    const reason = because(decision);
    const verb = decision.past ? 'Envoi immédiat' : 'Reçoit tout de suite';
    return reason === null ? verb : `${verb}\u00a0: ${reason}`;
  };

const skipped =
  (because: Sentence): Sentence =>
  (decision) =>
    `${decision.past ? 'Pas d’envoi' : 'Ne reçoit pas'}\u00a0: ${because(decision)}`;

const quoted = (name: string) => `«\u00a0${name}\u00a0»`;
const ofType = ({ type }: Decision) => quoted(typeName(type));
const ofCategory = ({ category, type }: Decision) =>
  quoted(category === null ? typeName(type) : categoryName(category));

/** Whose wish it was that decided, from the rule that it stands under. */
const byWish = (wish: { override: string; person: string; organisation: string; type: string }) =>
  skipped((decision) => {
    switch (decision.rule) {
      case 'override':
        return `une dérogation ${wish.override}`;
      case 'type_preference':
        return `${wish.person} pour ${ofType(decision)}`;
      case 'preference':
        return `${wish.person} pour ${ofCategory(decision)}`;
      case 'organisation_default':
        return `l’établissement ${wish.organisation} pour ${ofType(decision)}`;
      default:
        return `${ofType(decision)} ${wish.type}`;
    }
  });

const digest: Sentence = ({ past, due }) =>
  `${past ? 'Placé dans' : 'Dans'} le résumé${due ? ` ${due.of}` : ''}`;

/** Every reason of `docs/rules.md`, as a sentence. */
const sentences = {
  duplicate: skipped(() => 'cet événement est déjà arrivé'),
  not_a_recipient: skipped(() => 'l’événement nomme d’autres personnes'),
  role_not_concerned: skipped(() => 'son rôle n’est pas concerné'),
  no_access: skipped(() => 'n’a pas accès à ce dossier ou à cette équipe'),
  actor: skipped(() => 'est à l’origine de l’événement'),
  in_app_off: byWish({
    override: 'coupe les notifications dans l’application',
    person: 'a désactivé les notifications dans l’application',
    organisation: 'a désactivé les notifications dans l’application',
    type: 'ne prévoit pas de notification dans l’application',
  }),
  email_off: byWish({
    override: 'coupe les e-mails',
    person: 'a désactivé les e-mails',
    organisation: 'a désactivé les e-mails',
    type: 'ne prévoit pas d’e-mail',
  }),
  frequency_none: byWish({
    override: 'impose la fréquence «\u00a0Jamais\u00a0»',
    person: 'a choisi de ne jamais recevoir d’e-mail',
    organisation: 'a choisi la fréquence «\u00a0Jamais\u00a0»',
    type: 'prévoit la fréquence «\u00a0Jamais\u00a0»',
  }),
  muted: skipped(() => 'a mis ce dossier en sourdine'),
  throttled: skipped(() => 'un événement semblable vient d’être signalé'),
  suppressed: skipped(() => 'son adresse est bloquée après un rejet ou une plainte'),
  no_confirmed_address: skipped(() => 'n’a pas d’adresse e-mail confirmée'),
  frequency_daily: digest,
  frequency_weekly: digest,
  rate_limit: ({ past }) =>
    `${past ? 'Compté' : 'Serait compté'} dans un récapitulatif\u00a0: trop de notifications en une minute`,
  quiet_hours: ({ past, due }) =>
    `${past ? 'Mis en attente' : 'En attente'}${due ? ` ${due.until}` : ''} (heures calmes)`,
  mandatory: sent(() => 'type obligatoire'),
  override: sent(() => 'une dérogation l’impose'),
  type_preference: sent((decision) => `l’a demandé pour ${ofType(decision)}`),
  preference: sent((decision) => `l’a demandé pour ${ofCategory(decision)}`),
  organisation_default: sent(() => 'choix de l’établissement'),
  default: sent(() => null),
} as const satisfies Record<string, Sentence>;

type Reason = keyof typeof sentences;
export const reasons = Object.keys(sentences) as Reason[];

const isReason = (code: string): code is Reason => Object.hasOwn(sentences, code);

/** A decision as a sentence; a reason that this version does not know is shown as its code. */
export function sentenceOf(decision: Decision): string {
  const { reason } = decision;
  return isReason(reason) ? sentences[reason](decision) : `${decision.decision} (${reason})`;
}
