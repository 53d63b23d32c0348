import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderEmail } from '../../functions/_shared/render-email.ts';
import { DOORKEEPER, DOORS, type Knock, knockAll, openPractice, type Place } from './doors.ts';
import { allAtoms, leaksIn, secretJson, secretNumber, secretText } from './leaks.ts';
import { type Email, emailsOf, type Item, itemsOf, tracesOf } from './outputs.ts';
import {
  type Catalogue,
  emailShouldSay,
  type Field,
  itemShouldSay,
  readCatalogue,
  type TypeRow,
} from './words.ts';

const BATCHES = Number(process.env.CASSIUS_RUNS ?? 14);
const SEED = Number(process.env.CASSIUS_SEED ?? Math.floor(Math.random() * 2 ** 31));

const client = new pg.Client({ connectionString: process.env.CASSIUS_TEST_DB_URL });
const notices: string[] = [];
client.on('notice', (notice) => notices.push([notice.message, notice.detail, notice.where].join('\n')));
let catalogue: Catalogue;

beforeAll(async () => {
  await client.connect();
  await client.query(DOORKEEPER);
  catalogue = await readCatalogue(client);
});
afterAll(() => client.end());

/** Payload keys that no type knows, or that a text might be mistaken to know. */
const STRANGE_KEYS = [
  'patientName', 'birthDate', 'title', 'message', 'organisation', 'cta', 'subject', 'email_message', 'label', 'count',
  'entityId', 'patientId', 'value', 'tooth', 'days', 'time', 'name', '{value}', '__proto__', 'Hortense Imaginaire',
]; // biome-ignore format: a list of words

/** By characters: half of one is no text. */
const cut = (text: string, length: number): string => [...text].slice(0, length).join('');

/** A value that the field takes, with as much of somebody in it as it has room for. */
function fitting(field: Field): fc.Arbitrary<unknown> {
  if (field.values) return fc.constantFrom(...field.values);
  if (field.pattern) return fc.constantFrom('08:05', '23:59');
  if (field.kind === 'boolean') return fc.boolean();
  if (field.kind === 'string') return secretText.map((text) => cut(text, field.maxLength ?? 0));
  const minimum = field.minimum ?? 0;
  const maximum = field.maximum ?? Number.MAX_SAFE_INTEGER;
  const numbers = fc.integer({ min: minimum, max: Math.min(maximum, 9999) });
  return maximum > 10 ** 9 ? fc.oneof(numbers, secretNumber) : numbers;
}

/** An event without its practice, which is not open yet: patients and recipients are drawn as places in a list. */
interface Draft {
  door: Knock['door'];
  type: TypeRow;
  payload: Record<string, unknown>;
  patient: number | null;
  named: boolean;
  key: string | null;
}

function drafts(types: TypeRow[]): fc.Arbitrary<Draft> {
  // One event of a bulk call that is refused would refuse all: what does not fit goes through the other doors.
  const known = (type: TypeRow, all: boolean) =>
    fc.record(
      Object.fromEntries(
        Object.entries(type.payload_fields).map(([name, field]) => [
          name,
          all
            ? fitting(field)
            : fc.oneof({ weight: 8, arbitrary: fitting(field) }, { weight: 1, arbitrary: secretJson }),
        ]),
      ),
      { requiredKeys: [] },
    );
  const doors = fc.constantFrom(...DOORS, ...Array<'notify_bulk'>(9).fill('notify_bulk'));
  return fc.tuple(fc.constantFrom(...types), doors).chain(([type, door]) =>
    fc.record({
      door: fc.constant(door),
      type: fc.constant(type),
      payload: fc
        .tuple(
          fc.dictionary(fc.constantFrom(...STRANGE_KEYS), secretJson, { maxKeys: 4 }),
          known(type, door === 'notify_bulk'),
        )
        .map(([strange, fields]) => {
          const free = Object.entries(strange).filter(([key]) => !Object.hasOwn(type.payload_fields, key));
          return { ...Object.fromEntries(free), ...fields };
        }),
      patient: fc.option(fc.nat()),
      named: fc.boolean(),
      key: fc.option(secretText.map((text) => cut(text, 190))),
    }),
  );
}

function knockOf(place: Place, { door, type, payload, patient, named, key }: Draft): Knock {
  const file = patient === null ? undefined : place.patients[patient % place.patients.length];
  const entity = { implant: file?.implant, appointment: undefined }[type.entity_type ?? ''] ?? randomUUID();
  const event = {
    type: type.type,
    organisationId: place.organisation,
    payload,
    ...(file && { patientId: file.id }),
    ...(type.entity_type && !['implant', 'appointment'].includes(type.entity_type) && { entityId: entity }),
    ...(file && type.entity_type === 'implant' && { entityId: file.implant }),
    ...(named && door !== 'broadcast' && { recipientIds: place.people }),
    ...(key !== null && { dedupeKey: key + randomUUID().slice(0, 8) }),
    ...(key !== null && type.throttle_seconds !== null && { throttleKey: key }),
  };
  return { door, event };
}

const met = { events: 0, refused: 0, items: 0, emails: 0, digests: 0, summaries: 0 };
const typesSent = new Set<string>();

/** What is wrong with an item: it may say the allow-listed values of its event, and nothing else. */
function wrongWith(item: Item): string[] {
  const { title, message, link } = item;
  const said = JSON.stringify({ title, message, link });
  const should = JSON.stringify(itemShouldSay(catalogue, item));
  return said === should ? [] : [`an item of ${item.type} says ${said}, and should say ${should}`];
}

/** An email may say harmless values of its event. */
function wrongWithEmail(email: Email): string[] {
  if (email.template.startsWith('digest_')) return [];
  const { title, message, cta } = email.payload;
  const said = JSON.stringify({ subject: email.subject, title, message, cta });
  const should = JSON.stringify(emailShouldSay(catalogue, email));
  return said === should ? [] : [`an email of ${email.type} says ${said}, and should say ${should}`];
}

/** All that is kept of an email, and the two formats that are made of it. */
function wholeEmail({ template, locale, payload, words }: Email): string {
  const { html, text } = renderEmail({
    template,
    locale,
    payload,
    openUrl: 'https://cassius.invalid/open',
    preferencesUrl: 'https://cassius.invalid/preferences',
    unsubscribeUrl: 'https://cassius.invalid/unsubscribe',
  });
  return [words, html, text].join('\n');
}

/** Feeds a practice of its own with all of this, and looks for it everywhere. */
async function leaksOf(batch: Draft[], ratePerMinute: number): Promise<string[]> {
  await client.query('begin');
  try {
    const names = allAtoms.slice(0, 6);
    const place = await openPractice(client, names, ratePerMinute);
    const answers = await knockAll(
      client,
      place,
      batch.map((draft) => knockOf(place, draft)),
    );
    const items = await itemsOf(client, place.organisation);
    const emails = await emailsOf(client, place.organisation);
    const traces = await tracesOf(client, place.organisation);
    met.events += batch.length;
    met.refused += answers.filter(({ code }) => code !== null).length;
    met.items += items.length;
    met.emails += emails.length;
    met.digests += emails.filter(({ template }) => template.startsWith('digest_')).length;
    met.summaries += items.filter(({ coalesced }) => coalesced !== null).length;
    for (const { type } of items) typesSent.add(type);
    return [
      ...answers
        .filter(({ code }) => code !== null && code !== 'CN003')
        .map(({ words }) => `unexpected refusal: ${words}`),
      ...leaksIn(answers.map(({ words }) => words).join('\n')).map(
        (leak) => `an answer or a refusal has ${leak}`,
      ),
      ...items.flatMap(wrongWith),
      ...emails.flatMap(wrongWithEmail),
      // Most are the same, word for word.
      ...[...new Set(emails.map(wholeEmail))].flatMap((email) =>
        leaksIn(email).map((leak) => `an email has ${leak}`),
      ),
      ...Object.entries(traces).flatMap(([source, words]) =>
        leaksIn(words).map((leak) => `${source}: ${leak}`),
      ),
      ...leaksIn(notices.splice(0).join('\n')).map((leak) => `a notice has ${leak}`),
    ];
  } finally {
    await client.query('rollback');
  }
}

describe('what an event says of a person', () => {
  it('reaches no email, digest, hint, log or refusal, and the inbox by allow-listed variables alone', async () => {
    const started = Date.now();
    const types = [...catalogue.types.values()].filter(({ internal }) => !internal);
    const batches = fc.array(drafts(types), { minLength: 120, maxLength: 200 });
    const property = fc.asyncProperty(batches, fc.constantFrom(20, 10_000), async (batch, ratePerMinute) => {
      const leaks = await leaksOf(batch, ratePerMinute);
      if (leaks.length > 0) throw new Error([...new Set(leaks)].slice(0, 20).join('\n'));
    });
    // What leaked is named by the error; a smaller batch would say no more.
    const outcome = await fc.check(property, { seed: SEED, numRuns: BATCHES, endOnFailure: true });
    console.log(
      `privacy: ${met.events} events (${met.refused} refused) of ${typesSent.size} types, seed ${SEED}, ${Date.now() - started} ms: ` +
        `${met.items} items (${met.summaries} summaries), ${met.emails} emails (${met.digests} digests)`,
    );
    if (outcome.failed)
      expect.fail(`seed ${SEED}, path ${outcome.counterexamplePath}: ${outcome.errorInstance}`);
    const silent = types.filter(({ type }) => !typesSent.has(type)).map(({ type }) => type);
    expect(silent).toEqual([]);
    expect(Math.min(...Object.values(met))).toBeGreaterThan(0);
  }, 300_000);

  it('would be found, in whichever form it came out', () => {
    const blind = allAtoms.filter((atom) => {
      const forms = [
        atom,
        `« ${atom.toLowerCase()} »`,
        `x=${encodeURIComponent(atom)}`,
        JSON.stringify({ a: atom }),
      ];
      return forms.some((form) => leaksIn(form).length === 0);
    });
    expect(blind).toEqual([]);
  });
});
