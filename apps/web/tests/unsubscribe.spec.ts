import { expect, test } from '@playwright/test';
import { freshStart, measure, newImplant, prefer, traces } from './support/clinic.ts';
import { clearMail, inbox, onlyMessage, unsubscribeAddressOf } from './support/mail.ts';
import { must, person, service } from './support/people.ts';

const PRACTITIONER = 'praticien@lumiere.test';
const ADMIN = 'admin@lumiere.test';

test.beforeEach(async () => {
  await freshStart(PRACTITIONER, ADMIN);
  await clearMail();
});

test.afterAll(async () => {
  await freshStart(PRACTITIONER, ADMIN);
});

/** Has an alert sent, and takes the address that stops such emails out of its headers. */
async function emailedAddress(): Promise<string> {
  const practitioner = await person(PRACTITIONER);
  await measure(practitioner, await newImplant(practitioner), 25);
  const message = await onlyMessage(PRACTITIONER);
  expect(message.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
  await onlyMessage(ADMIN);
  await clearMail();
  return unsubscribeAddressOf(message);
}

const wishes = async () =>
  must(
    await service
      .from('notification_preferences')
      .select('category, in_app, email, frequency')
      .eq('user_id', (await person(PRACTITIONER)).id),
  );

/** A second alert: who is told of it where. */
async function anotherAlert() {
  const practitioner = await person(PRACTITIONER);
  const implant = await newImplant(practitioner);
  await measure(practitioner, implant, 25);
  // The admin's email of the same event has left: the practitioner's was not merely slower.
  await onlyMessage(ADMIN);
  const { notifications, emails } = await traces(practitioner, implant);
  return { inApp: notifications.length, emails: emails.length, mail: (await inbox(PRACTITIONER)).length };
}

test('one click in a mail client stops the emails of a category, and nothing in the application', async ({
  request,
}) => {
  const address = await emailedAddress();
  // As a mail client does: no cookie, another origin, a redirect would not be followed.
  const click = () =>
    request.post(address, {
      form: { 'List-Unsubscribe': 'One-Click' },
      headers: { origin: 'https://mail.example', 'sec-fetch-site': 'cross-site' },
      maxRedirects: 0,
    });
  const answer = await click();
  expect(answer.status()).toBe(200);
  expect(answer.headers()).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow',
  });
  expect(answer.headers()['set-cookie']).toBeUndefined();
  expect(await answer.text()).not.toContain(PRACTITIONER);
  expect((await click()).status()).toBe(200);
  expect(await anotherAlert()).toEqual({ inApp: 1, emails: 0, mail: 0 });
});

test('to follow the link changes nothing, whoever does', async ({ request }) => {
  const address = await emailedAddress();
  const before = await wishes();
  for (const method of ['get', 'head'] as const) {
    expect((await request[method](address, { maxRedirects: 0 })).status()).toBe(200);
  }
  expect(await wishes()).toEqual(before);
  expect((await anotherAlert()).mail).toBe(1);
});

test.describe('without a session and without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a reader stops these emails, and takes it back as it was', async ({ page, context }) => {
    await prefer(await person(PRACTITIONER), { in_app: true, email: true, frequency: 'IMMEDIATE' });
    const before = await wishes();
    await page.goto(await emailedAddress());
    await expect(page.getByRole('heading', { name: 'Ne plus recevoir ces e-mails' })).toBeVisible();
    await expect(page.getByRole('main')).toContainText('Cabinet Lumière');
    await expect(page.getByRole('listitem')).toHaveText(['Alertes']);

    await page.getByRole('button', { name: 'Ne plus recevoir ces e-mails' }).click();
    await expect(page.getByRole('heading', { name: 'Vous ne recevez plus ces e-mails' })).toBeVisible();
    expect(await wishes()).toEqual([{ ...before[0], email: false }]);

    await page.getByRole('button', { name: 'Recevoir de nouveau ces e-mails' }).click();
    await expect(page.getByRole('heading', { name: 'Vous recevez de nouveau ces e-mails' })).toBeVisible();
    expect(await wishes()).toEqual(before);
    expect(await context.cookies()).toEqual([]);
    expect((await anotherAlert()).mail).toBe(1);
  });
});

test('what the practice imposes goes on, and the page says so', async ({ page }) => {
  const address = await emailedAddress();
  const operator = await person('operateur@cassius.test');
  const override = must(
    await operator.supabase
      .from('notification_overrides')
      .insert({
        organisation_id: '00000000-0000-4000-8000-000000000001',
        user_id: (await person(PRACTITIONER)).id,
        category: 'alerts',
        email: true,
        reason: 'De garde',
      })
      .select('id')
      .single(),
  );
  try {
    await page.goto(address);
    await page.getByRole('button', { name: 'Ne plus recevoir ces e-mails' }).click();
    await expect(page.getByRole('heading', { name: 'Ces e-mails continuent d’arriver' })).toBeVisible();
    await expect(page.getByText('Votre cabinet a imposé ces e-mails')).toBeVisible();
    expect((await anotherAlert()).mail).toBe(1);
  } finally {
    must(await operator.supabase.from('notification_overrides').delete().eq('id', override.id).select('id'));
  }
});

test('a link that was altered, or made for something else, gets the page of every bad link', async ({
  request,
}) => {
  const address = await emailedAddress();
  const token = address.slice(address.lastIndexOf('/') + 1);
  const [version, kid, , id, expiry, mac] = token.split('.');
  const tokens = [
    [version, kid, 'open', id, expiry, mac].join('.'),
    [version, 'k9', 'unsubscribe', id, expiry, mac].join('.'),
    [version, kid, 'unsubscribe', id, '9999999999', mac].join('.'),
    token.slice(0, -1),
    'a'.repeat(4000),
  ];
  const pages = new Set<string>();
  for (const bad of tokens) {
    for (const answer of [
      await request.get(`/u/${bad}`, { maxRedirects: 0 }),
      await request.post(`/u/${bad}`, { form: { 'List-Unsubscribe': 'One-Click' }, maxRedirects: 0 }),
    ]) {
      expect(answer.status(), bad).toBe(410);
      pages.add((await answer.text()).replace(/nonce="[^"]*"/, ''));
    }
  }
  expect((await request.get(`/l/${token}`, { maxRedirects: 0 })).status()).toBe(410);
  expect([...pages]).toHaveLength(1);
  expect((await anotherAlert()).mail).toBe(1);
});
