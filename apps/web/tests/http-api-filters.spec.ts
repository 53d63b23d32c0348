import { expect } from '@playwright/test';
import { alertFor, announced, bearer, fault, NOBODYS, told } from './support/api.ts';
import { test } from './support/documented.ts';
import { emptyInbox, idsOf, lister, read } from './support/lists.ts';
import { LUMIERE, must, PARC, person, service } from './support/people.ts';

const PRACTITIONER = 'praticien@lumiere.test';
const BOTH = 'multi@cassius.test';
const TEAM = 'Équipe d’essai';

test.beforeEach(() => emptyInbox(PRACTITIONER, BOTH));
test.afterEach(async () => {
  expect((await service.from('teams').delete().eq('name', TEAM)).error).toBeNull();
});

test('every filter narrows the list, and they add up', async ({ request }) => {
  const list = await lister(request, BOTH);
  const team = must(
    await service.from('teams').insert({ organisation_id: LUMIERE, name: TEAM }).select('id').single(),
  );
  const { id: user_id } = await person(BOTH);
  must(
    await service
      .from('team_members')
      .insert({ organisation_id: LUMIERE, team_id: team.id, user_id })
      .select('team_id'),
  );
  const alert = (await alertFor(BOTH)).id;
  const update = (await told(BOTH, { type: 'SYSTEM_UPDATE' })).id;
  const ofTeam = (await told(BOTH, { type: 'TEAM_ACTIVITY', teamId: team.id })).id;
  const elsewhere = (await announced(BOTH, 'Ailleurs', PARC)).id;
  await read(BOTH, [update]);

  for (const [query, expected] of [
    ['', [elsewhere, ofTeam, alert, update]],
    ['type=ISQ_CRITICAL', [alert]],
    ['type=DOCUMENT_ADDED', []],
    ['category=system', [elsewhere, update]],
    ['category=system&sort=recent', [elsewhere, update]],
    ['priority=critical', [elsewhere, alert]],
    ['priority=low', [ofTeam]],
    ['is_read=true', [update]],
    ['is_read=false', [elsewhere, ofTeam, alert]],
    [`organisation_id=${LUMIERE}`, [ofTeam, alert, update]],
    [`organisation_id=${PARC}`, [elsewhere]],
    [`organisation_id=${NOBODYS}`, []],
    [`team_id=${team.id}`, [ofTeam]],
    [`team_id=${NOBODYS}`, []],
    [`category=system&organisation_id=${PARC}&is_read=false`, [elsewhere]],
    [`category=system&organisation_id=${PARC}&is_read=true`, []],
  ] as const) {
    expect(idsOf(await list(query)), query).toEqual(expected);
  }
  expect((await list(`organisation_id=${PARC}`)).unread).toBe(1);
});

test('a channel shows what was also sent on it', async ({ request }) => {
  const list = await lister(request, PRACTITIONER);
  const alert = (await alertFor(PRACTITIONER)).id;
  const update = (await told(PRACTITIONER, { type: 'SYSTEM_UPDATE' })).id;
  for (const [channel, expected] of [
    ['in_app', [update, alert]],
    ['web', [update, alert]],
    ['email', [alert]],
    ['push', []],
    ['mobile_push', []],
    ['sms', []],
  ] as const) {
    expect(idsOf(await list(`channel=${channel}`)), channel).toEqual(expected);
  }
});

test('words are found by their beginnings, whatever their accents, their case and their order', async ({
  request,
}) => {
  const list = await lister(request, PRACTITIONER);
  const words = 'Réunion générale à l’hôpital : préparez vos œuvres (50 % d’élèves)';
  const { id } = await announced(PRACTITIONER, words);
  const other = (await announced(PRACTITIONER, 'Fermeture estivale')).id;
  for (const q of [
    'reunion',
    'RÉUNION',
    'réun',
    'hopital reunion',
    'hôpitaux',
    'prépar',
    'general',
    '50',
    'eleve',
  ]) {
    expect(idsOf(await list(`q=${encodeURIComponent(q)}`)), q).toEqual([id]);
  }
  for (const q of ['absent', 'réunion estivale']) {
    expect(idsOf(await list(`q=${encodeURIComponent(q)}`)), q).toEqual([]);
  }
  // Nothing to look for: everything. No character is an operator, of the search or of the Data API.
  for (const q of ['', ' ', 'de la', '%', '_', '"),id.gt.0', '\\', '& | ! : * <->', "'"]) {
    const answer = await request.get(
      `/api/notifications?q=${encodeURIComponent(q)}`,
      await bearer(PRACTITIONER),
    );
    expect(answer.status(), q).toBe(200);
  }
  expect(idsOf(await list('q=de%20la'))).toEqual([other, id]);
  expect(idsOf(await list(`q=${encodeURIComponent('réunion & !hôpital')}`))).toEqual([id]);
  expect(idsOf(await list('q=essai,a.b(c)'))).toEqual([]);

  // Words go together with pages and with the other filters.
  await read(PRACTITIONER, [id]);
  const both = 'q=annonce&limit=1';
  const first = await list(both);
  expect(idsOf(first)).toEqual([other]);
  expect(idsOf(await list(`${both}&cursor=${first.nextCursor}`))).toEqual([id]);
  expect(idsOf(await list(`${both}&offset=1`))).toEqual([id]);
  expect(idsOf(await list('q=annonce&is_read=true'))).toEqual([id]);
});

for (const [field, query] of [
  ['limit', 'limit=0'],
  ['limit', 'limit=101'],
  ['limit', 'limit=abc'],
  ['offset', 'offset=-1'],
  ['cursor', 'cursor=nope'],
  ['until', 'sort=recent&until=nope'],
  ['type', 'type=NOPE'],
  ['category', 'category=nope'],
  ['priority', 'priority=urgent'],
  ['is_read', 'is_read=maybe'],
  ['channel', 'channel=fax'],
  ['team_id', 'team_id=1'],
  ['organisation_id', 'organisation_id=1'],
  ['view', 'view=trash'],
  ['sort', 'sort=oldest'],
  ['q', `q=${'a'.repeat(201)}`],
  ['q', 'q=a%00b'],
] as const) {
  test(`the list answers 400 naming ${field} for ${query.slice(0, 30)}`, async ({ request }) => {
    const answer = await request.get(`/api/notifications?${query}`, await bearer(PRACTITIONER));
    expect(await fault(answer)).toEqual({ status: 400, field });
  });
}
