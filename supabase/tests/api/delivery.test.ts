import { afterEach, expect, test, vi } from 'vitest';
import { createPractice, database, mailsTo, measure, outboxOf, type Practice, stack } from './support.ts';

const failures = `${stack.mailUrl}/api/failures`;

/** Tells the provider to fail for the mails of one person. */
async function fail(person: { email: string }, failure: Record<string, unknown>): Promise<void> {
  const response = await fetch(failures, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...failure, matching: person.email }),
  });
  if (!response.ok) throw new Error(await response.text());
}

const heal = () => fetch(failures, { method: 'DELETE' });
afterEach(heal);

const everyone = (practice: Practice) => [practice.admin, practice.practitioner];
const eventually = (expectation: () => Promise<void>) =>
  vi.waitFor(expectation, { timeout: 45_000, interval: 100 });

test('an alert reaches the mailbox of each person concerned, and says nothing of the patient', async () => {
  const practice = await createPractice();
  await measure(practice, 25);
  await eventually(async () => expect(await mailsTo(...everyone(practice))).toHaveLength(2));
  for (const mail of await mailsTo(...everyone(practice))) {
    expect(mail.subject).toBe('Nouvelle alerte dans Cassius');
    expect(mail.html).toContain("Voir l'alerte dans Cassius");
    expect(mail.text).toContain("Voir l'alerte dans Cassius");
    expect(mail.html).toMatch(new RegExp(`href="${stack.webUrl}/l/v1\\.`));
    expect(mail.idempotencyKey).toBeTruthy();
    // The signature of the link is any text at all.
    const words = (mail.subject + mail.html + mail.text).replaceAll(/\/l\/v1\.[\w.-]+/g, '');
    expect(words).not.toMatch(/Zénobie|Introuvable|1947-12-24|ISQ/);
  }
  await eventually(async () => {
    const rows = await outboxOf(practice);
    expect(rows.map(({ status }) => status)).toEqual(['SENT', 'SENT']);
    expect(rows.every(({ provider_message_id, sent_at }) => provider_message_id && sent_at)).toBe(true);
  });
});

test('forty alerts written at once arrive once each', async () => {
  const practice = await createPractice();
  await Promise.all(Array.from({ length: 40 }, () => measure(practice, 25)));
  await eventually(async () => {
    const rows = await outboxOf(practice);
    expect(rows.filter(({ status }) => status === 'SENT')).toHaveLength(80);
  });
  const mails = await mailsTo(...everyone(practice));
  expect(mails).toHaveLength(80);
  const links = mails.map(({ html }) => /\/l\/(v1\.[^"]+)"/.exec(html)?.[1]);
  expect(new Set(links).size).toBe(80);
});

test.each([
  ['answers 503', { mode: 'server-error', status: 503 }],
  ['drops the connection', { mode: 'drop-before' }],
  ['stores the mail and then drops the connection', { mode: 'drop-after' }],
  ['asks to wait', { mode: 'rate-limit', retryAfter: 1 }],
])(
  'while the mail server %s alerts are written, and all are sent once when it returns',
  async (_, failure) => {
    const practice = await createPractice();
    await fail(practice.admin, failure);
    await measure(practice, 25);
    await measure(practice, 30);
    await eventually(async () => {
      const rows = await outboxOf(practice);
      expect(rows.some(({ error_message, status }) => status === 'PENDING' && error_message)).toBe(true);
    });
    const { rows: items } = await database.query('select 1 from notifications where organisation_id = $1', [
      practice.id,
    ]);
    expect(items).toHaveLength(4);
    await heal();
    await eventually(async () => {
      expect((await outboxOf(practice)).map(({ status }) => status)).toEqual(Array(4).fill('SENT'));
    });
    expect(await mailsTo(practice.admin)).toHaveLength(2);
    expect(await mailsTo(practice.practitioner)).toHaveLength(2);
  },
);

test('an address that the provider refuses fails with its words, the others are sent', async () => {
  const practice = await createPractice();
  await fail(practice.admin, { mode: 'invalid' });
  await measure(practice, 25);
  await eventually(async () => {
    const rows = await outboxOf(practice);
    const status = Object.fromEntries(rows.map((row) => [row.user_id, row.status]));
    expect(status).toEqual({ [practice.admin.id]: 'FAILED', [practice.practitioner.id]: 'SENT' });
    expect(rows.find(({ status }) => status === 'FAILED')?.error_message).toMatch(/422|validation|invalid/i);
  });
});

test('what waited for a digest is sent as one email', async () => {
  const practice = await createPractice();
  await database.query(
    `insert into notification_preferences (user_id, organisation_id, category, frequency) values ($1, $2, 'alerts', 'DAILY')`,
    [practice.practitioner.id, practice.id],
  );
  await measure(practice, 25);
  await measure(practice, 57);
  await database.query('update notification_digest set due_at = now() where organisation_id = $1', [
    practice.id,
  ]);
  await database.query('select notify.build_digests()');
  await eventually(async () => expect(await mailsTo(practice.practitioner)).toHaveLength(1));
  const [digest] = await mailsTo(practice.practitioner);
  expect(digest?.subject).toBe('Votre résumé du jour dans Cassius');
  expect(digest?.text).toContain('- 1\u00a0alerte critique\n- 1\u00a0alerte à surveiller');
});
