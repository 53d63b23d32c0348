import { emailTexts } from '@cassius/contracts';
import { documentResponse, toEntities } from './document.ts';
import type { Subscription } from './subscription.ts';

/** How things stand: `forced` are emails that were stopped and are sent all the same. */
type State = 'subscribed' | 'resubscribed' | 'unsubscribed' | 'forced';

interface Words {
  titles: Record<State, string>;
  sends: (organisation: string) => string;
  sendsNoMore: (organisation: string) => string;
  elsewhere: string;
  forced: string;
  unsubscribe: string;
  resubscribe: string;
  preferences: string;
}

const words: Record<'fr' | 'en', Words> = {
  fr: {
    titles: {
      subscribed: 'Ne plus recevoir ces e-mails\u202f?',
      resubscribed: 'Vous recevez de nouveau ces e-mails',
      unsubscribed: 'Vous ne recevez plus ces e-mails',
      forced: 'Ces e-mails continuent d’arriver',
    },
    sends: (organisation) => `${organisation} vous envoie des e-mails de cette sorte\u00a0:`,
    sendsNoMore: (organisation) => `${organisation} ne vous envoie plus d’e-mails de cette sorte\u00a0:`,
    elsewhere: 'Dans l’application, vos notifications restent les mêmes.',
    forced:
      'Votre cabinet a imposé ces e-mails\u00a0: ils arrivent quel que soit votre choix, qui est gardé pour le jour où ils ne seront plus imposés.',
    unsubscribe: 'Ne plus recevoir ces e-mails',
    resubscribe: 'Recevoir de nouveau ces e-mails',
    preferences: 'Régler toutes mes notifications',
  },
  en: {
    titles: {
      subscribed: 'Stop receiving these emails?',
      resubscribed: 'You receive these emails again',
      unsubscribed: 'You no longer receive these emails',
      forced: 'These emails keep coming',
    },
    sends: (organisation) => `${organisation} sends you emails of this kind:`,
    sendsNoMore: (organisation) => `${organisation} no longer sends you emails of this kind:`,
    elsewhere: 'Your notifications in the application stay the same.',
    forced:
      'Your practice requires these emails: they come whatever you choose, and your choice is kept for the day they are no longer required.',
    unsubscribe: 'Stop receiving these emails',
    resubscribe: 'Receive these emails again',
    preferences: 'Set all my notifications',
  },
};

function stateOf({ subscribed, forced }: Subscription, undone: boolean): State {
  if (subscribed) return undone ? 'resubscribed' : 'subscribed';
  return forced ? 'forced' : 'unsubscribed';
}

interface Answer {
  /** What the visitor has just had done; null: nothing. */
  act: 'unsubscribe' | 'resubscribe' | null;
  status: number;
  nonce: string;
}

/** How the emails of one kind stand, with the button that changes it or takes the change back. */
export function subscriptionPage(subscription: Subscription, { act, status, nonce }: Answer): Response {
  const { organisation, colour, categories, subscribed, forced } = subscription;
  const lang = subscription.locale.toLowerCase().startsWith('en') ? 'en' : 'fr';
  const say = words[lang];
  const state = stateOf(subscription, act === 'resubscribe');
  const title = say.titles[state];
  const about = state === 'unsubscribed' ? say.sendsNoMore(organisation) : say.sends(organisation);
  // The words of emails, which name no specialty: whoever holds the link need not be signed in.
  const names = categories.map((category) => emailTexts[category][lang].label);
  const button = subscribed
    ? `<button name="action" value="unsubscribe">${toEntities(say.unsubscribe)}</button>`
    : `<button name="action" value="resubscribe" class="undo">${toEntities(say.resubscribe)}</button>`;
  const body = `<h1>${toEntities(title)}</h1>
<p>${toEntities(about)}</p>
<ul>${names.map((name) => `<li>${toEntities(name)}</li>`).join('')}</ul>
${forced ? `<p class="note">${toEntities(say.forced)}</p>\n` : ''}<p>${toEntities(say.elsewhere)}</p>
<form method="post">${button}</form>
<p><a href="/preferences">${toEntities(say.preferences)}</a></p>`;
  return documentResponse({ status, lang, title, body, colour: colour ?? undefined, nonce });
}
