import { documentResponse, toEntities } from './document.ts';

interface LinkPage {
  status: number;
  title: string;
  message: string;
  /** Offers to sign in as someone else, then to come back to this path. */
  changeAccountFor?: string;
  /** Nonce of the page's content policy, which the proxy has set. */
  nonce: string;
}

/** The page shown when a link from an email cannot be followed; nothing of what the link was about. */
export function linkPage({ status, title, message, changeAccountFor, nonce }: LinkPage): Response {
  const action = changeAccountFor
    ? `<form method="post" action="/deconnexion"><input type="hidden" name="suite" value="${toEntities(changeAccountFor)}"><button>Changer de compte</button></form><p><a href="/">Rester avec mon compte</a></p>`
    : '<p><a class="button" href="/">Ouvrir Cassius</a></p>';
  const body = `<h1>${toEntities(title)}</h1>\n<p>${toEntities(message)}</p>\n${action}`;
  return documentResponse({ status, lang: 'fr', title, body, nonce });
}

/** Altered, expired, cut, made for something else: one answer, which teaches nothing to whoever tries. */
export const invalidLinkPage = (nonce: string) =>
  linkPage({
    status: 410,
    title: 'Ce lien n’est plus valable',
    message: 'Il a expiré, ou il est incomplet. Connectez-vous à Cassius pour retrouver vos notifications.',
    nonce,
  });

/** The link is good; what stands behind it does not answer. */
export const unavailablePage = (nonce: string) =>
  linkPage({
    status: 503,
    title: 'Service momentanément indisponible',
    message: 'Le lien est bon, mais Cassius ne répond pas. Réessayez dans un instant.',
    nonce,
  });
