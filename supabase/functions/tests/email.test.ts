import assert from 'node:assert/strict';
import { OPEN_LINK, UNSUBSCRIBE_LINK, verifyLink } from '../../../packages/contracts/src/link-token.ts';
import { alertEmail, linkKeys, scenario, webUrl } from './support/scenario.ts';

const delivered = async (over: Parameters<typeof alertEmail>[1] = {}) => {
  await using it = scenario();
  it.outbox.enqueue(alertEmail(1, over));
  await it.run();
  const [email] = it.resend.delivered;
  if (email === undefined) throw new Error(`nothing sent: ${it.lines.join()}`);
  return email;
};

Deno.test('an alert carries its button, in HTML and in text, with the words as they are', async () => {
  const { html, text, subject } = await delivered();
  assert.equal(subject, 'Nouvelle alerte dans Cassius');
  assert.ok(html.includes("Voir l'alerte dans Cassius"));
  assert.ok(text.includes("Voir l'alerte dans Cassius"));
  assert.ok(html.includes(`href="${webUrl}/preferences"`));
  assert.doesNotMatch(html + text, /\{\{|undefined|\[object/);
});

Deno.test('its link is signed for this row, and lives for seven days from the creation of the row', async () => {
  const { html, text } = await delivered();
  const token = text.match(/\/l\/(\S+)/)?.[1] ?? '';
  assert.ok(html.includes(`href="${webUrl}/l/${token}"`));
  const created = Date.UTC(2030, 0, 15, 8) / 1000;
  const verify = (now: number) => verifyLink(token, { keys: linkKeys, purpose: OPEN_LINK, now });
  assert.deepEqual(await verify(created + 7 * 86_400 - 1), { ok: true, id: alertEmail(1).id });
  assert.deepEqual(await verify(created + 7 * 86_400), { ok: false, reason: 'expired' });
});

Deno.test('its headers keep alerts apart in a mailbox and ask for no automatic reply', async () => {
  const { headers } = await delivered();
  assert.equal(headers['X-Entity-Ref-ID'], alertEmail(1).id);
  assert.equal(headers['Auto-Submitted'], 'auto-generated');
});

Deno.test('its headers give a mailbox one address to unsubscribe at with one click, which the footer leads to as well', async () => {
  const { headers, html, text } = await delivered();
  assert.equal(headers['List-Unsubscribe-Post'], 'List-Unsubscribe=One-Click');
  const url = headers['List-Unsubscribe']?.match(/^<(https:[^<>,]+)>$/)?.[1] ?? '';
  assert.ok(html.includes(`href="${url}"`) && text.includes(url));
  const token = url.slice(`${webUrl}/u/`.length);
  const created = Date.UTC(2030, 0, 15, 8) / 1000;
  const verify = (now: number, purpose = UNSUBSCRIBE_LINK) =>
    verifyLink(token, { keys: linkKeys, purpose, now });
  assert.deepEqual(await verify(created + 60 * 86_400 - 1), { ok: true, id: alertEmail(1).id });
  assert.deepEqual(await verify(created + 60 * 86_400), { ok: false, reason: 'expired' });
  assert.deepEqual(await verify(created, OPEN_LINK), { ok: false, reason: 'wrong-purpose' });
});

Deno.test('it is tagged with its outbox row, so that a webhook finds it before the acknowledgement', async () => {
  const { tags } = await delivered();
  assert.deepEqual(tags, [{ name: 'outbox_id', value: alertEmail(1).id }]);
});

Deno.test('the same row makes the same bytes, whenever it is sent', async () => {
  const [first, second] = [await delivered(), await delivered()];
  assert.equal(JSON.stringify(first), JSON.stringify(second));
});

Deno.test('nothing is fetched when it is opened', async () => {
  const { html } = await delivered();
  assert.doesNotMatch(html, /<img|<link|<script|src=|url\(|@import|@font-face/i);
});

Deno.test('the locale of the row chooses the language, French when it is not known', async () => {
  assert.match((await delivered({ locale: 'en-GB' })).text, /Manage my preferences/);
  for (const locale of ['fr', 'fr-CA', 'de', '']) {
    assert.match((await delivered({ locale })).text, /Gérer mes préférences/);
  }
});

Deno.test('a digest counts what waits, by type', async () => {
  const payload = {
    organisation: 'Clinique du Parc',
    items: [
      { label: 'alertes critiques', count: 1200 },
      { label: 'import terminé', count: 1 },
    ],
    total: 1201,
  };
  const { html, text } = await delivered({ template: 'digest_weekly', payload });
  assert.match(text, /Votre résumé de la semaine/);
  assert.ok(text.includes('1\u202f201\u00a0notifications vous attendent'));
  assert.ok(text.includes('- 1\u202f200\u00a0alertes critiques\n- 1\u00a0import terminé\n'));
  assert.ok(html.indexOf('alertes critiques<') > 0);
  assert.ok(html.indexOf('alertes critiques<') < html.indexOf('import terminé<'));
});
