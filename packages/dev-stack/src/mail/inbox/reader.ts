import { html } from 'hono/html';
import type { Message } from '../store.ts';
import type { View } from './page.ts';
import { absoluteTime } from './time.ts';

const labels: Record<View, string> = { html: 'Aperçu', text: 'Texte', headers: 'En-têtes' };

/** The reading pane of one message. @param query kept in the links, with its question mark */
export function reader(message: Message, wanted: View | undefined, query: string) {
  const available: View[] = ['headers'];
  if (message.text) available.unshift('text');
  if (message.html) available.unshift('html');
  const view = wanted && available.includes(wanted) ? wanted : available[0];

  const tab = (name: View) => {
    const search = new URLSearchParams(query);
    search.set('view', name);
    return html`<li><a href="/messages/${message.id}?${search}"
      ${name === view ? html`aria-current="page"` : ''}>${labels[name]}</a></li>`;
  };
  return html`<article aria-labelledby="subject">
    <a class="back" href="/${query}">Tous les courriels</a>
    <h2 id="subject">${message.subject}</h2>
    <dl class="people"><dt>De</dt><dd>${message.from}</dd><dt>À</dt><dd>${message.to.join(', ')}</dd></dl>
    <p class="date"><time datetime="${message.createdAt}">${absoluteTime(message.createdAt)}</time></p>
    <nav aria-label="Parties du courriel"><ul class="tabs">${available.map(tab)}</ul></nav>
    ${view === 'html' ? preview(message) : view === 'text' ? html`<pre class="text" tabindex="0">${message.text}</pre>` : headers(message)}
  </article>`;
}

function preview(message: Message) {
  return html`<iframe title="Contenu du courriel" src="/messages/${message.id}/html"
    sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer"></iframe>`;
}

function headers(message: Message) {
  const rows: [string, string | null][] = [
    ['De', message.from],
    ['À', message.to.join(', ')],
    ['Cc', message.cc.join(', ')],
    ['Cci', message.bcc.join(', ')],
    ['Répondre à', message.replyTo.join(', ')],
    ['Objet', message.subject],
    ['Reçu le', message.createdAt],
    ['Identifiant', message.id],
    ['Clé d’idempotence', message.idempotencyKey],
    ['Étiquettes', message.tags.map(({ name, value }) => `${name}=${value}`).join(', ')],
    ...Object.entries(message.headers),
  ];
  return html`<dl class="headers" tabindex="0">
    ${rows.filter(([, value]) => value).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
  </dl>
  <p class="raw"><a href="/api/messages/${message.id}">Voir en JSON</a></p>`;
}
