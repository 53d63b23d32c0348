import { expect, test } from '@playwright/test';
import { freshStart, measure, newImplant } from './support/clinic.ts';
import { clearMail, linkIn, onlyMessage } from './support/mail.ts';
import { must, person, service } from './support/people.ts';
import { fillSignIn, signIn } from './support/screens.ts';

const PRACTITIONER = 'praticien@lumiere.test';
const ADMIN = 'admin@lumiere.test';

test.beforeEach(async () => {
  await freshStart(PRACTITIONER, ADMIN);
  await clearMail();
});

async function emailedLink() {
  const practitioner = await person(PRACTITIONER);
  const implant = await newImplant(practitioner);
  await measure(practitioner, implant, 25);
  const link = linkIn(await onlyMessage(PRACTITIONER));
  return { link, token: link.slice(link.lastIndexOf('/') + 1), implant };
}

test('a link that was altered, cut or made up is refused with one and the same page', async ({ request }) => {
  const { token } = await emailedLink();
  const [version, kid, purpose, id, expiry, mac] = token.split('.') as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const flipped = mac.startsWith('A') ? `B${mac.slice(1)}` : `A${mac.slice(1)}`;
  const tokens = [
    [version, kid, purpose, id, expiry, flipped].join('.'),
    [version, kid, purpose, id, '9999999999', mac].join('.'),
    [version, kid, 'unsubscribe', id, expiry, mac].join('.'),
    [version, 'k9', purpose, id, expiry, mac].join('.'),
    [version, kid, purpose, '00000000-0000-4000-8000-000000000000', expiry, mac].join('.'),
    token.slice(0, -1),
    token.slice(0, 20),
    `${token}x`,
    'a'.repeat(4000),
    '%00',
    '<script>alert(1)</script>',
  ];
  const pages = new Set<string>();
  for (const bad of tokens) {
    const answer = await request.get(`/l/${bad.startsWith('%') ? bad : encodeURIComponent(bad)}`, {
      maxRedirects: 0,
    });
    expect(answer.status(), bad).toBe(410);
    pages.add((await answer.text()).replace(/nonce="[^"]*"/, ''));
  }
  expect([...pages]).toHaveLength(1);
  expect([...pages][0]).toContain('Ce lien n’est plus valable');
  expect([...pages][0]).not.toContain('script');
});

test('a good link is private, and following it changes nothing', async ({ request }) => {
  const { link, implant } = await emailedLink();
  for (const method of ['get', 'head'] as const) {
    const answer = await request[method](link, { maxRedirects: 0 });
    expect(answer.status()).toBe(303);
    expect(answer.headers()).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
    });
    expect(answer.headers().location).toMatch(/^\/connexion\?suite=%2Fl%2Fv1/);
    expect(answer.headers().location).not.toContain(implant.id);
  }
  const rows = must(await service.from('notifications').select('is_read').eq('entity_id', implant.id));
  expect(rows.every((row) => row.is_read === false)).toBe(true);
});

test('someone else’s link reveals nothing and offers to change account', async ({ page }) => {
  const { link, implant } = await emailedLink();
  await signIn(page, ADMIN);
  const answer = await page.goto(link);
  expect(answer?.status()).toBe(403);
  await expect(page.getByRole('heading', { name: 'Ce lien n’est pas pour ce compte' })).toBeVisible();
  expect(await page.content()).not.toContain(implant.id);
  expect(await page.content()).not.toContain(PRACTITIONER);

  await page.getByRole('button', { name: 'Changer de compte' }).click();
  await fillSignIn(page, PRACTITIONER);
  await expect(page).toHaveURL(new RegExp(`/implants/${implant.id}$`));
});
