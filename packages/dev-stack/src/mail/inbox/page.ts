import { html } from 'hono/html';
import { addressOf } from '../email.ts';
import type { Message } from '../store.ts';
import { reader } from './reader.ts';
import { absoluteTime, relativeTime } from './time.ts';

export const views = ['html', 'text', 'headers'] as const;
export type View = (typeof views)[number];

export interface InboxPage {
  /** Newest first. */
  messages: readonly Message[];
  selected: Message | null;
  /** The message that was asked for is not there any more. */
  gone: boolean;
  view: View | undefined;
  /** Shows only the messages to this address. */
  to: string | null;
}

/** Everything the page shows is escaped by the template: subjects, addresses and texts come from outside. */
export function inboxPage({ messages, selected, gone, view, to }: InboxPage) {
  const shown = to === null ? messages : messages.filter((message) => message.to.some(isTo(to)));
  const query = to === null ? '' : `?to=${encodeURIComponent(to)}`;
  return html`<!doctype html>
<html lang="fr">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${selected ? `${selected.subject} · ` : ''}Courrier local · Cassius</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="/inbox.css">
  <script src="/inbox.js" defer></script>
</head>
<body class="${selected || gone ? 'reading' : messages.length === 0 ? 'empty-inbox' : 'listing'}">
  <header class="bar">
    <a class="brand" href="/">
      <span class="mark" aria-hidden="true">C</span>
      <span><strong>Courrier local</strong><small>Rien ne quitte cette machine.</small></span>
    </a>
    <div class="actions" id="actions">${actions(messages, to)}</div>
  </header>
  <div class="panes">
    <nav class="list" id="list" aria-label="Courriels reçus">${list(shown, selected, query)}</nav>
    <main class="reader" id="reader">${selected ? reader(selected, view, query) : nothingSelected(shown.length, gone)}</main>
  </div>
  <p class="hidden" id="announcement" role="status"></p>
</body>
</html>`;
}

const isTo = (address: string) => (recipient: string) => addressOf(recipient) === address.toLowerCase();

function actions(messages: readonly Message[], to: string | null) {
  if (messages.length === 0) return '';
  const recipients = [...new Set(messages.flatMap((message) => message.to.map(addressOf)))].sort();
  return html`
    <form class="filter" action="/">
      <label class="hidden" for="to">Destinataire</label>
      <select id="to" name="to">
        <option value="">Tous les destinataires</option>
        ${recipients.map((one) => html`<option value="${one}" ${one === to ? 'selected' : ''}>${one}</option>`)}
      </select>
      <noscript><button>Filtrer</button></noscript>
    </form>
    <form method="post" action="/clear"><button>Vider</button></form>`;
}

function list(messages: readonly Message[], selected: Message | null, query: string) {
  if (messages.length === 0) {
    return html`<div class="empty">
      <span class="envelope" aria-hidden="true"></span>
      <p><strong>Aucun courriel pour l’instant</strong></p>
      <p>Dès qu’une alerte part, son courriel apparaît ici, sans recharger la page.</p>
    </div>`;
  }
  const now = Date.now();
  const count = messages.length === 1 ? '1 courriel' : `${messages.length} courriels`;
  return html`<h1 class="count">${count}</h1>
    <ol>${messages.map((message) => item(message, message.id === selected?.id, query, now))}</ol>`;
}

function item(message: Message, isSelected: boolean, query: string, now: number) {
  const [first = '', ...others] = message.to;
  return html`<li><a class="item" id="message-${message.id}" href="/messages/${message.id}${query}"
      ${isSelected ? html`aria-current="true"` : ''}>
    <span class="avatar hue-${hueOf(first)}" aria-hidden="true">${initialOf(first)}</span>
    <span class="who">${first}${others.length > 0 ? ` + ${others.length}` : ''}</span>
    <time datetime="${message.createdAt}" title="${absoluteTime(message.createdAt)}">${relativeTime(message.createdAt, now)}</time>
    <span class="subject">${message.subject}</span>
    <span class="excerpt">${excerptOf(message)}</span>
  </a></li>`;
}

function nothingSelected(count: number, gone: boolean) {
  if (gone)
    return html`<p class="hint">Ce courriel n’existe plus. <a href="/">Voir tous les courriels</a></p>`;
  return count === 0 ? '' : html`<p class="hint">Choisissez un courriel pour le lire.</p>`;
}

const initialOf = (address: string): string => (address[0] ?? '?').toUpperCase();

/** One of six tints, always the same for an address: it tells recipients apart at a glance. */
function hueOf(address: string): number {
  let sum = 0;
  for (const character of address) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 6007;
  return sum % 6;
}

function excerptOf(message: Message): string {
  const text = message.text ?? (message.html ?? '').replace(/<(style|title)[\s\S]*?<\/\1>|<[^>]*>/gi, ' ');
  const line = text.replace(/\s+/g, ' ').trim();
  // Many emails begin by saying their subject again.
  return (line.startsWith(message.subject) ? line.slice(message.subject.length).trim() : line).slice(0, 140);
}
